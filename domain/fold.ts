/**
 * Text as it is compared: accents, case, punctuation and runs of space do not count; đ is d.
 * 'CSDLQG về dân cư' → 'csdlqg ve dan cu'.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The readable id of a Vietnamese name: 'Bộ Tư pháp' → 'bo-tu-phap'. */
export function slug(name: string): string {
  return fold(name).replace(/[^a-z0-9]+/g, '-');
}

/** A connection is an unordered pair; its slug has the two databases' slugs sorted. */
export function connectionSlug(a: string, b: string): string {
  return a < b ? `${a}~${b}` : `${b}~${a}`;
}
