import type { DataSource } from 'typeorm';
import { badInput } from './errors';
import { quietly } from './promises';

/** The ids that a filter or an argument names: each has to be known. */
export class NamedIds {
  private readonly several: Array<Promise<void>> = [];
  private readonly single: Array<() => Promise<void>> = [];

  constructor(private readonly context: { readonly source: DataSource }) {}

  /** These, of `table`, were given as `argument`. Answers them. */
  known(table: string, ids: readonly string[], argument: string): readonly string[] {
    const check = (): Promise<void> => this.check(table, ids, argument);
    if (ids.length === 1) this.single.push(check);
    else this.several.push(quietly(check()));
    return ids;
  }

  /**
   * What `work` answers, which does not wait for the checks: should one refuse, its refusal counts and not the work. An id that is named
   * alone is looked up only where nothing was found, as what is found by it shows that it is known.
   * @throws BAD_USER_INPUT naming every id that is unknown
   */
  async around<T>(work: Promise<T>, isNothing: (found: T) => boolean): Promise<T> {
    void quietly(work);
    for (const check of this.several) await check;
    const found = await work;
    if (isNothing(found)) await this.all();
    return found;
  }

  /** @throws BAD_USER_INPUT naming every id that is unknown */
  async all(): Promise<void> {
    const begun = [...this.several, ...this.single.map((check) => quietly(check()))];
    for (const check of begun) await check;
  }

  private async check(table: string, ids: readonly string[], argument: string): Promise<void> {
    const rows: Array<{ id: string }> = await this.context.source.query(`SELECT id FROM ${table} WHERE id = ANY($1)`, [ids]);
    const known = new Set(rows.map((row) => row.id));
    const unknown = ids.filter((id) => !known.has(id));
    if (unknown.length > 0) throw badInput(`no such id: ${unknown.join(', ')}; find ids with search`, argument.split('.'));
  }
}
