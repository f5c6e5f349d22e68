import { parse, View, type Spec } from 'vega';
import type { Measured } from './measure';

const WIDTH = 640;
const HEIGHT = 360;

/** p99 of pages and statistics over the size of the nation, both on logarithmic axes, as SVG. */
export async function chart(measured: readonly Measured[], limitMs: number): Promise<string> {
  const values = measured.map(({ title, obligations, p99 }) => ({ title: title.replace(/, page \d+$/, ', deep page'), obligations, p99 }));
  const sizes = [...new Set(values.map(({ obligations }) => obligations))];
  const line = { x: { scale: 'x', field: 'obligations' }, y: { scale: 'y', field: 'p99' }, stroke: { scale: 'colour', field: 'title' } };
  const spec: Spec = {
    width: WIDTH,
    height: HEIGHT,
    padding: 8,
    background: 'white',
    data: [{ name: 'measured', values }],
    scales: [
      { name: 'x', type: 'log', domain: [Math.min(...sizes), Math.max(...sizes)], range: 'width' },
      { name: 'y', type: 'log', domain: { data: 'measured', field: 'p99' }, range: 'height', nice: true },
      { name: 'colour', type: 'ordinal', domain: { data: 'measured', field: 'title' }, range: { scheme: 'tableau10' } },
    ],
    axes: [
      { orient: 'bottom', scale: 'x', title: 'Obligations', values: sizes, format: ',' },
      { orient: 'left', scale: 'y', title: 'p99, milliseconds', grid: true },
    ],
    legends: [{ stroke: 'colour', symbolType: 'stroke', labelLimit: 400 }],
    marks: [
      {
        type: 'rule',
        encode: {
          enter: {
            x: { value: 0 },
            x2: { value: WIDTH },
            y: { scale: 'y', value: limitMs },
            strokeDash: { value: [4, 4] },
            stroke: { value: '#888' },
          },
        },
      },
      {
        type: 'group',
        from: { facet: { name: 'series', data: 'measured', groupby: 'title' } },
        marks: [
          { type: 'line', from: { data: 'series' }, encode: { enter: { ...line, strokeWidth: { value: 2 } } } },
          { type: 'symbol', from: { data: 'series' }, encode: { enter: { ...line, fill: { value: 'white' }, size: { value: 40 } } } },
        ],
      },
    ],
  };
  return new View(parse(spec), { renderer: 'none' }).toSVG();
}
