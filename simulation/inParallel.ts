/** Works through `items`, `width` at a time; stops at the first failure, once what has begun has ended. */
export async function inParallel<Item>(items: readonly Item[], width: number, work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  let failed = false;
  const workers = Array.from({ length: width }, async () => {
    for (const item of left) {
      if (failed) return;
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  });
  const ended = await Promise.allSettled(workers);
  const refusal = ended.find((result) => result.status === 'rejected');
  if (refusal !== undefined) throw refusal.reason;
}
