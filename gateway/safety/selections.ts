import { Kind, type DocumentNode, type SelectionSetNode } from 'graphql';
import { LimitError } from './refusals';

/**
 * How many fields the largest operation selects, those of a fragment counted wherever it is spread, yet looked at once.
 * @throws LimitError for fragments that lead back to themselves
 */
export function countSelections(document: DocumentNode): number {
  const fragments = new Map(
    document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]),
  );
  const counted = new Map<string, number | null>();
  const count = (selectionSet: SelectionSetNode | undefined): number => {
    let sum = 0;
    for (const selection of selectionSet?.selections ?? [])
      sum += 1 + (selection.kind === Kind.FRAGMENT_SPREAD ? spread(selection.name.value) : count(selection.selectionSet));
    return sum;
  };
  const spread = (name: string): number => {
    const known = counted.get(name);
    if (known === null) throw new LimitError('FRAGMENT_CYCLE', 'a fragment leads back to itself');
    if (known !== undefined) return known;
    counted.set(name, null);
    const size = count(fragments.get(name)?.selectionSet);
    counted.set(name, size);
    return size;
  };
  const sizes = document.definitions.map((one) => {
    if (one.kind === Kind.FRAGMENT_DEFINITION) return spread(one.name.value);
    return 'selectionSet' in one ? count(one.selectionSet) : 0;
  });
  return Math.max(0, ...sizes);
}
