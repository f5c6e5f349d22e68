import { openTestSubgraphs, type OpenedSubgraphs } from '../support/subgraphs';

describe('who confirms reports on a duty', () => {
  let graph: OpenedSubgraphs;
  beforeAll(async () => {
    graph = await openTestSubgraphs();
  });
  afterAll(() => graph.close());

  async function duty(id: string, asOf: string): Promise<{ verifyingAgencies: Array<{ id: string }>; bearers: Array<{ role: string }> }> {
    const query = `query ($id: ID!, $asOf: Date) { obligation(id: $id) { verifyingAgencies(asOf: $asOf) { id } bearers(asOf: $asOf) { role } } }`;
    const { data, errors } = await graph.named('obligations').execute({ query, variables: { id, asOf }, headers: {} });
    expect(errors).toBeUndefined();
    return data?.obligation as Awaited<ReturnType<typeof duty>>;
  }
  const verifying = async (id: string, asOf: string) =>
    (await duty(id, asOf)).verifyingAgencies.map((agency) => agency.id.replace(/^agency:/, ''));

  it('is the body that the document names, in its order', async () => {
    expect(await verifying('obligation:qd-06-qd-ttg-2022/III.5.b.4', '2022-04-01')).toEqual(['bo-cong-an', 'van-phong-chinh-phu']);
  });

  it.each([
    ['2025-06-30', ['cong-an-tinh-dak-nong', 'van-phong-uy-ban-nhan-dan-tinh-dak-nong']],
    ['2025-07-01', ['cong-an-tinh-lam-dong', 'van-phong-uy-ban-nhan-dan-tinh-lam-dong']],
  ])('of Đắk Nông is on %s %j', async (asOf, expected) => {
    expect(await verifying('obligation:qd-468-qd-ubnd-dak-nong-2022/II.2.g', asOf)).toEqual(expected);
  });

  it.each([
    [
      '2025-02-28',
      ['cong-an-huyen-ia-pa', 'chu-tich-uy-ban-nhan-dan-xa-chu-rang', 'cong-an-xa-chu-rang', 'van-phong-hdnd-ubnd-xa-chu-rang'],
    ],
    ['2025-03-01', ['chu-tich-uy-ban-nhan-dan-xa-chu-rang', 'cong-an-xa-chu-rang', 'van-phong-hdnd-ubnd-xa-chu-rang']],
  ])('a district body that ended without successor confirms no more: on %s %j', async (asOf, expected) => {
    expect(await verifying('obligation:kh-24-chu-rang-2023/II.1.1', asOf)).toEqual(expected);
  });

  it('a function that passed on alone takes the confirming not with it', async () => {
    const query =
      '{ obligations(filter: { databaseIds: ["database:cong-dvcqg"], documentIds: ["document:qd-06-qd-ttg-2022"] }) { nodes { verifyingAgencies { id } } } }';
    const { data } = await graph.named('obligations').execute({ query, headers: {} });
    const { nodes } = data?.obligations as { nodes: Array<{ verifyingAgencies: unknown }> };
    expect(nodes.length).toBeGreaterThan(0);
    for (const node of nodes) expect(node.verifyingAgencies).toEqual([{ id: 'agency:bo-cong-an' }, { id: 'agency:van-phong-chinh-phu' }]);
  });

  it('nobody, where nobody is named', async () => {
    expect(await verifying('obligation:nd-278-2025-nd-cp/24', '2026-01-01')).toEqual([]);
  });

  it('stands in the document with its provisions and lines, as it was named', async () => {
    const query = `{ document(id: "document:qd-468-qd-ubnd-dak-nong-2022") { verifiers { agency { id } note(language: EN) provisions { path lines } } } }`;
    const { data } = await graph.named('documents').execute({ query, headers: {} });
    expect(data?.document).toEqual({
      verifiers: [
        {
          agency: { id: 'agency:cong-an-tinh-dak-nong' },
          note: 'Urges, sums up the results every month; receives the reports of the 18th.',
          provisions: [
            { path: 'IV.1.n', lines: [441, 441] },
            { path: 'IV.2.k.1', lines: [465, 465] },
          ],
        },
        {
          agency: { id: 'agency:van-phong-uy-ban-nhan-dan-tinh-dak-nong' },
          note: 'Receives the reports of the 18th of each month and sums them up.',
          provisions: [{ path: 'IV.2.k.1', lines: [465, 465] }],
        },
      ],
    });
  });

  it('is no bearer by that, nor is the issuer', async () => {
    const { bearers } = await duty('obligation:qd-468-qd-ubnd-dak-nong-2022/II.2.g', '2022-06-30');
    expect(new Set(bearers.map(({ role }) => role))).toEqual(new Set(['LEAD', 'COORDINATING']));
    const { source } = graph.named('obligations');
    const issuing: unknown = await source.query(
      `SELECT DISTINCT r.bearer_id FROM duty_case d JOIN responsibility r ON r.case_id = d.case_id
       WHERE d.obligation_id LIKE 'obligation:qd-468-qd-ubnd-dak-nong-2022/%' AND d.role = 'ISSUING' AND r.valid_from = '2025-07-01'`,
    );
    expect(issuing).toEqual([{ bearer_id: 'agency:uy-ban-nhan-dan-tinh-lam-dong' }]);
  });
});
