import type { Attributes, Histogram } from '@opentelemetry/api';

/** A histogram under the same attributes. To be kept by who measures often, who then makes no attributes for each value. */
export class Series {
  constructor(
    readonly attributes: Attributes,
    private readonly histogram: Histogram,
  ) {}

  record(value: number): void {
    this.histogram.record(value, this.attributes);
  }
}

/** A histogram of which series are kept. */
export class Measure {
  constructor(private readonly histogram: Histogram) {}

  under(attributes: Attributes): Series {
    return new Series(Object.freeze(attributes), this.histogram);
  }
}
