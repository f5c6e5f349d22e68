import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../domain/calendar';
import { asOfDay, DateScalar, LegalDocumentStub } from '../../shared/graph';
import { PageArgs, type Page } from '../../shared/keyset';
import type { Context } from '../../shared/context';
import { earliestDueOn, obligationsOfConnection } from './kinship';
import type { Obligation } from './Obligation';
import { DataConnectionStub, ObligationConnection } from './ObligationResolver';
import { statementsOfDocument } from './queries';
import type { Statement } from './Statement';
import { StatementConnection } from './StatementResolver';

/** What this subgraph adds to legal documents. */
@Resolver(() => LegalDocumentStub)
export class StatedDocumentResolver {
  @FieldResolver(() => StatementConnection, {
    description: 'What its provisions say, in its order; empty where the text is not held (các điều khoản).',
  })
  statements(@Ctx() context: Context, @Root() root: { id: string }, @Args(() => PageArgs) args: PageArgs): Promise<Page<Statement>> {
    return statementsOfDocument(context, root.id, args);
  }
}

/** What this subgraph adds to connections. */
@Resolver(() => DataConnectionStub)
export class DemandedConnectionResolver {
  @FieldResolver(() => ObligationConnection, { description: 'Duties whose text names it, given on or before a day (các nghĩa vụ).' })
  obligations(
    @Ctx() context: Context,
    @Root() root: { id: string },
    @Args(() => PageArgs) args: PageArgs,
    @Arg('asOf', () => DateScalar, asOfDay)
    asOf?: CalendarDate | null,
  ): Promise<Page<Obligation>> {
    return obligationsOfConnection(context, root.id, context.on(asOf), args);
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: 'Earliest last day among the duties that name it; null when none has one (hạn sớm nhất).',
  })
  earliestDueOn(@Ctx() context: Context, @Root() root: { id: string }): Promise<CalendarDate | null> {
    return earliestDueOn(context, root.id);
  }
}
