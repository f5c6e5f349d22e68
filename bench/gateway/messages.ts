/** What a process of this bench tells the one that started it. */
export type Told =
  | { readonly kind: 'ready'; readonly url?: string; readonly urls?: Readonly<Record<string, string>> }
  | { readonly kind: 'usage'; readonly cpuMs: number; readonly rssMb: number };

export function tellParent(message: Told): void {
  process.send?.(message);
}

/** Answers each question of the parent with what this process has used so far. */
export function tellUsage(): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    tellParent({ kind: 'usage', cpuMs: (user + system) / 1000, rssMb: process.memoryUsage.rss() / 1024 / 1024 });
  });
  process.on('disconnect', () => process.exit(0));
}
