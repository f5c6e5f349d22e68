import { IncomingMessage } from 'node:http';

const asked = Symbol('asked');

/**
 * A request that may become a WebSocket, and nothing else. Node takes every offer to upgrade for one as soon as a server has WebSockets;
 * yet some HTTP clients offer HTTP/2 with each request, and want their answer when that is passed over.
 */
export class UpgradableMessage extends IncomingMessage {
  declare [asked]: boolean | null;

  get upgrade(): boolean | null {
    return this[asked] === true && this.headers.upgrade?.toLowerCase() === 'websocket';
  }

  set upgrade(value: boolean | null) {
    this[asked] = value;
  }
}
