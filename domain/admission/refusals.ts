/** The words of every refusal of a write: what was wrong, the value seen, what would be right. The key is its stable code, with a variant after `/`. */
const words = {
  'FORBIDDEN/agency': {
    vi: 'Mã truy cập thuộc {caller}, không được ghi thay {agency}; hãy dùng mã truy cập của {agency}.',
    en: 'The token belongs to {caller}, which may not write for {agency}; use a token of {agency}.',
  },
  'FORBIDDEN/role': {
    vi: 'Mã truy cập của {caller} có vai trò {roles}; việc này cần vai trò {role}.',
    en: 'The token of {caller} has the roles {roles}; this needs {role}.',
  },
  BAD_KEY: {
    vi: 'Khóa chống lặp {value} không dùng được; cần 1 đến 200 ký tự, không có ký tự điều khiển.',
    en: 'The idempotency key {value} cannot be used; it needs 1 to 200 characters, none of them a control character.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    vi: 'Khóa chống lặp {value} đã dùng cho {mutation} với nội dung khác ({event}); hãy dùng khóa mới.',
    en: 'The idempotency key {value} was used for {mutation} with another body ({event}); take a new key.',
  },
  UNKNOWN_OBLIGATION: {
    vi: 'Không có nghĩa vụ {value}; tìm mã bằng truy vấn obligations hoặc search.',
    en: 'There is no obligation {value}; find ids with obligations or search.',
  },
  UNKNOWN_EVENT: {
    vi: 'Không có sự kiện {value}; xem mã trong Obligation.history.',
    en: 'There is no event {value}; see the ids in Obligation.history.',
  },
  UNKNOWN_DOCUMENT: {
    vi: 'Không có văn bản {value}; tìm mã bằng truy vấn documents, hoặc chỉ nêu sourceUrl.',
    en: 'There is no document {value}; find ids with documents, or give sourceUrl alone.',
  },
  WRONG_EVENT_KIND: {
    vi: 'Sự kiện {value} thuộc loại {kind}; ở đây cần loại {wanted}.',
    en: 'The event {value} is of kind {kind}; this needs one of kind {wanted}.',
  },
  ALREADY_DECIDED: {
    vi: '{value} đã được quyết định bởi {decision} ({kind}); mỗi sự kiện chỉ được quyết định một lần.',
    en: '{value} has been decided by {decision} ({kind}); an event is decided once.',
  },
  STALE_VERSION: {
    vi: 'Nghĩa vụ {obligation} đã ở phiên bản {version}, không còn là {value}; hãy đọc lại rồi quyết định.',
    en: 'The obligation {obligation} is at version {version}, no longer {value}; read it again before deciding.',
  },
  NOT_BEARER: {
    vi: '{agency} không chịu trách nhiệm chủ trì {obligation} vào ngày {on}, cũng không phải cấp trên của đơn vị chịu trách nhiệm: {bearers}.',
    en: '{agency} does not lead {obligation} on {on}, nor is it above one that does: {bearers}.',
  },
  'NOT_BEARER/itself': {
    vi: '{agency} không phải là đơn vị phải nộp báo cáo của {obligation} vào ngày {on}; các đơn vị phải nộp: {bearers}.',
    en: '{agency} does not owe the report of {obligation} on {on}; those that do: {bearers}.',
  },
  NOT_VERIFIER: {
    vi: '{agency} không được văn bản giao xác nhận {obligation} vào ngày {on}; cơ quan được giao: {verifiers}.',
    en: '{agency} is not named to verify {obligation} on {on}; those named: {verifiers}.',
  },
  NO_VERIFIER_NAMED: {
    vi: 'Văn bản giao {obligation} không nêu cơ quan xác nhận nên không ai xác nhận được.',
    en: 'The document that gives {obligation} names no verifying body, so nobody can verify it.',
  },
  OWN_DUTY: {
    vi: '{agency} chủ trì {obligation} hoặc đã lập {value}; không ai tự xác nhận việc của mình.',
    en: '{agency} leads {obligation} or made {value}; nobody decides on its own work.',
  },
  ILLEGAL_TRANSITION: {
    vi: 'Sau {from} không thể là {to} (nghĩa vụ {obligation}, ngày {on}); sau {from} chỉ có thể là {allowed}.',
    en: '{from} cannot become {to} (obligation {obligation}, {on}); after {from} only {allowed}.',
  },
  'ILLEGAL_TRANSITION/later': {
    vi: 'Ngày {later} đã có báo cáo {to} của {obligation}, mà sau {from} chỉ có thể là {allowed}; hãy chọn ngày khác hoặc trạng thái khác.',
    en: 'For {later} {to} has been reported of {obligation}, but after {from} only {allowed} can follow; take another day or status.',
  },
  DUTY_CLOSED: {
    vi: 'Nghĩa vụ {obligation} đã báo cáo COMPLETED vào ngày {on} nên đã đóng; chỉ mở lại khi cơ quan xác nhận bác báo cáo đó.',
    en: 'The obligation {obligation} was reported COMPLETED on {on} and is closed; only the rejection of that report opens it again.',
  },
  'DUTY_CLOSED/later': {
    vi: 'COMPLETED ngày {on} sẽ đóng nghĩa vụ {obligation}, mà ngày {later} đã có báo cáo {to}; chỉ báo cáo hoàn thành từ sau ngày đó.',
    en: 'COMPLETED on {on} would close {obligation}, but {to} has been reported for {later}; report completion for a day after it.',
  },
  DAY_IN_FUTURE: {
    vi: 'Ngày {value} sau hôm nay ({today}); chỉ ghi được đến hôm nay.',
    en: '{value} is after today ({today}); nothing can be recorded for a day to come.',
  },
  BEFORE_DUTY: {
    vi: 'Ngày {value} trước khi nghĩa vụ được giao ({since}); sớm nhất là {since}.',
    en: '{value} is before the duty was given ({since}); the earliest day is {since}.',
  },
  BEFORE_REPORT: {
    vi: 'Ngày {value} trước ngày của {event} ({since}); sớm nhất là {since}.',
    en: '{value} is before the day of {event} ({since}); the earliest day is {since}.',
  },
  BAD_PERCENT: {
    vi: 'Tỷ lệ {value} không hợp lệ; cần số nguyên từ 0 đến 100.',
    en: '{value} is no percentage; it needs a whole number from 0 to 100.',
  },
  'BAD_PERCENT/completed': {
    vi: 'Tỷ lệ {value} trái với trạng thái COMPLETED; hãy bỏ trống hoặc ghi 100.',
    en: '{value} percent contradicts COMPLETED; leave it out or give 100.',
  },
  'BAD_EVIDENCE/url': {
    vi: 'Đường dẫn {value} không dùng được; cần http:// hoặc https://, không quá 2000 ký tự.',
    en: 'The address {value} cannot be used; it needs http:// or https:// and at most 2000 characters.',
  },
  'BAD_EVIDENCE/type': {
    vi: 'Loại tài liệu {value} không dùng được; cần không quá {limit} ký tự trên một dòng, ví dụ application/pdf.',
    en: 'The type {value} cannot be used; it needs at most {limit} characters on one line, for example application/pdf.',
  },
  'BAD_EVIDENCE/hash': {
    vi: 'Mã băm {value} không đúng dạng; cần sha256: và 64 chữ số thập lục phân.',
    en: 'The hash {value} is malformed; it needs sha256: and 64 hexadecimal digits.',
  },
  'BAD_EVIDENCE/count': {
    vi: 'Có {value} tài liệu kèm theo; nhiều nhất là {limit}.',
    en: 'There are {value} pieces of evidence; at most {limit} are taken.',
  },
  BAD_TEXT: {
    vi: 'Đoạn chữ {value} không ghi được; cần không quá {limit} ký tự, không có ký tự điều khiển.',
    en: 'The text {value} cannot be kept; it needs at most {limit} characters, none of them a control character.',
  },
  BAD_PERIOD: {
    vi: 'Kỳ {value} không phải là một tháng; cần dạng YYYY-MM, ví dụ 2022-03.',
    en: '{value} is no month; write it YYYY-MM, for example 2022-03.',
  },
  'BAD_PERIOD/early': {
    vi: 'Ngày nộp {value} trước khi kỳ {period} bắt đầu; sớm nhất là {since}.',
    en: 'Filed on {value}, before the period {period} begins; the earliest day is {since}.',
  },
  'BAD_PERIOD/items': {
    vi: 'Báo cáo có {value} mục; nhiều nhất là {limit}.',
    en: 'The report has {value} items; at most {limit} are taken.',
  },
  NOT_RECURRING: {
    vi: 'Nghĩa vụ {obligation} không phải báo cáo định kỳ vào một ngày hằng tháng; chỉ nghĩa vụ như vậy mới có báo cáo tháng.',
    en: 'The obligation {obligation} does not come back monthly on a day; only such duties have monthly reports.',
  },
  ALREADY_FILED: {
    vi: '{agency} đã nộp báo cáo kỳ {period} của {obligation} ({event}); mỗi kỳ một báo cáo.',
    en: '{agency} has filed the report of {period} on {obligation} ({event}); there is one for each month.',
  },
  NOT_LATER: {
    vi: 'Hạn mới {value} không sau hạn đang có hiệu lực ({due}); hạn mới phải sau {due}.',
    en: 'The new last day {value} is not after the one in force ({due}); it must be after {due}.',
  },
  NOTHING_TO_EXTEND: {
    vi: 'Nghĩa vụ {obligation} không có thời hạn vào ngày {on} nên không có gì để gia hạn.',
    en: 'The obligation {obligation} has no last day on {on}, so there is nothing to extend.',
  },
  REASON_REQUIRED: {
    vi: 'Thiếu lý do; hãy nêu lý do.',
    en: 'The reason is missing; say why.',
  },
  LEGAL_BASIS_REQUIRED: {
    vi: 'Gia hạn cần căn cứ pháp lý; hãy nêu documentId hoặc sourceUrl.',
    en: 'An extension needs a legal basis; give documentId or sourceUrl.',
  },
  'LEGAL_BASIS_REQUIRED/malformed': {
    vi: 'Căn cứ pháp lý {value} không dùng được; path không quá 200 ký tự, sourceUrl là http:// hoặc https:// không quá 2000 ký tự.',
    en: 'The legal basis {value} cannot be used; path has at most 200 characters, sourceUrl is http:// or https:// with at most 2000.',
  },
  BAD_PLAN: {
    vi: 'Kế hoạch có {count} lỗi nên không có gì được ghi; xem problems.',
    en: 'The plan has {count} problems, so nothing was taken in; see problems.',
  },
  'PLAN_TOO_LARGE/files': {
    vi: 'Kế hoạch có {value} tệp; cần 1 đến {limit}.',
    en: 'The plan has {value} files; it needs 1 to {limit}.',
  },
  'PLAN_TOO_LARGE/file': {
    vi: 'Tệp {file} có {value} byte; mỗi tệp nhiều nhất {limit} byte, hãy chia nhỏ.',
    en: 'The file {file} has {value} bytes; a file has at most {limit}, divide it.',
  },
  'PLAN_TOO_LARGE/total': {
    vi: 'Kế hoạch có {value} byte; nhiều nhất {limit} byte, hãy nhập thành nhiều lần.',
    en: 'The plan has {value} bytes; at most {limit} are taken at once, import it in parts.',
  },
} as const;

type Wording = keyof typeof words;

/** Why a write is refused. */
export interface Problem {
  /** Stable; clients may switch on it. */
  readonly code: string;
  readonly message: { readonly vi: string; readonly en: string };
  /** To the argument that is wrong. */
  readonly path: readonly string[];
}

const SHOWN = 80;

/** A refusal about `input.<path>`. */
export function problem(wording: Wording, path: readonly string[], values: Readonly<Record<string, string | number>> = {}): Problem {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (hole, name: string) => shown(values[name] ?? hole));
  const { vi, en } = words[wording];
  return { code: wording.split('/')[0] ?? wording, message: { vi: fill(vi), en: fill(en) }, path: ['input', ...path] };
}

/** As a message shows a value: cut, and without what would disturb the reader's terminal. */
function shown(value: string | number): string {
  const text = String(value).replace(/\p{C}/gu, '�');
  return text === '' ? '""' : text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** Every code there is. */
export const refusalCodes: ReadonlySet<string> = new Set(Object.keys(words).map((wording) => wording.split('/')[0] ?? wording));
