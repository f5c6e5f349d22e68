import type { Attributes, ValueType } from '@opentelemetry/api';

/** As many as OpenTelemetry's SDK keeps of one metric; what is measured under yet others is counted together. */
const MOST_SERIES = 2000;
const OTHERS: Attributes = { 'otel.metric.overflow': true };

/** What a metric is called, as OpenTelemetry describes it. */
export interface Description {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly valueType: ValueType;
}

/** What was measured under the same attributes. To be kept by who measures often: to find it costs more than to count in it. */
export class Series {
  /** How many values lie up to each bound and above the one before it, and last how many above them all. */
  readonly counts: number[];
  readonly since = Date.now();
  sum = 0;
  count = 0;
  least = Infinity;
  most = -Infinity;

  constructor(
    readonly attributes: Attributes,
    private readonly bounds: readonly number[],
  ) {
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  record(value: number): void {
    const { bounds } = this;
    let bucket = 0;
    while (value > (bounds[bucket] ?? Infinity)) bucket += 1;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.count += 1;
    this.sum += value;
    if (value < this.least) this.least = value;
    if (value > this.most) this.most = value;
  }
}

/** A histogram: what OpenTelemetry's costs, for it makes a text of the attributes at each measurement, is here paid once for each series. */
export class Distribution {
  private readonly known = new Map<string, Series>();

  constructor(
    readonly description: Description,
    readonly bounds: readonly number[],
  ) {}

  /** The series of these attributes, in whatever order. */
  under(attributes: Attributes): Series {
    const key = JSON.stringify(Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1)));
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.known.size >= MOST_SERIES - 1 && attributes !== OTHERS) return this.under(OTHERS);
    const made = new Series(Object.freeze({ ...attributes }), this.bounds);
    this.known.set(key, made);
    return made;
  }

  get series(): Iterable<Series> {
    return this.known.values();
  }
}
