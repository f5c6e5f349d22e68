import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PrometheusSerializer, type PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Address } from './settings';

/** Prometheus has the unit in the name; the library leaves it out. */
const SUFFIX: Readonly<Record<string, string>> = { s: '.seconds', By: '.bytes', '1': '.ratio' };

/** GET /metrics, and nothing else, on a port of its own. @throws Error of a port that cannot be listened on */
export async function servePage(exporter: PrometheusExporter, { host, port }: Address): Promise<{ readonly url: string; close(): void }> {
  const serializer = new PrometheusSerializer('', false, undefined, false, true);
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    exporter.collect().then(
      ({ resourceMetrics }) => {
        response
          .setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8')
          .end(serializer.serialize(withUnits(resourceMetrics)));
      },
      () => {
        response.writeHead(500).end();
      },
    );
  }).unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const { address, port: taken, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${String(taken)}/metrics`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function withUnits({ resource, scopeMetrics }: ResourceMetrics): ResourceMetrics {
  return {
    resource,
    scopeMetrics: scopeMetrics.map(({ scope, metrics }) => ({
      scope,
      metrics: metrics.map((metric) => {
        const { descriptor } = metric;
        return { ...metric, descriptor: { ...descriptor, name: `${descriptor.name}${SUFFIX[descriptor.unit] ?? ''}` } };
      }),
    })),
  };
}
