import { GraphQLError } from 'graphql';
import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { formatSubgraphError } from '../../shared/errors';

const SQL = 'SELECT secret FROM event';
const failed = (code: string, message = 'x'): Error => new QueryFailedError(SQL, [], Object.assign(new Error(message), { code }));

test.each<[string, Error, string]>([
  ['PostgreSQL being shut down', failed('57P01', 'terminating connection due to administrator command'), 'STORE_UNAVAILABLE'],
  ['PostgreSQL starting', failed('57P03', 'the database system is starting up'), 'STORE_UNAVAILABLE'],
  ['a connection that broke', new QueryFailedError(SQL, [], new Error('Connection terminated unexpectedly')), 'STORE_UNAVAILABLE'],
  ['nobody listening', Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' }), 'STORE_UNAVAILABLE'],
  ['a transaction cut off', new QueryRunnerProviderAlreadyReleasedError(), 'STORE_UNAVAILABLE'],
  ['a connection cut off', new QueryRunnerAlreadyReleasedError(), 'STORE_UNAVAILABLE'],
  ['no free connection in time', new Error('timeout exceeded when trying to connect'), 'STORE_BUSY'],
  ['too many connections', failed('53300', 'sorry, too many clients already'), 'STORE_BUSY'],
  ['a disk that is full', failed('53100', 'could not extend file: No space left on device'), 'STORE_FULL'],
  ['anything else', failed('42P01', 'relation "secret" does not exist'), 'INTERNAL'],
])('%s has a code of its own for the client, and nothing of it is told', (_name, cause, code) => {
  const told = formatSubgraphError(new GraphQLError(cause.message, { path: ['obligation'], originalError: cause }));
  expect([told.extensions.code, told.path]).toEqual([code, ['obligation']]);
  expect(JSON.stringify(told)).not.toMatch(/secret|SELECT|10\.0\.0\.7|relation|terminat|clients|No space/);
});
