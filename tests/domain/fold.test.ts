import { connectionSlug, fold, slug } from '../../domain/fold';

describe('names are compared without accents, case and punctuation', () => {
  it.each([
    ['CSDLQG về dân cư', 'csdlqg ve dan cu'],
    ['Bộ Công an', 'bo cong an'],
    ['BỘ CÔNG AN', 'bo cong an'],
    ['Đăng ký, đăng kiểm', 'dang ky dang kiem'],
    ['Lao động - Thương binh và Xã hội', 'lao dong thuong binh va xa hoi'],
    ['  Ủy ban\n nhân dân  ', 'uy ban nhan dan'],
    ['15/11/2021', '15 11 2021'],
    ['“Năm 2022”:', 'nam 2022'],
    ['', ''],
  ])('%j is compared as %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('composed and decomposed accents are the same name', () => {
    const name = 'Bảo hiểm xã hội Việt Nam';
    expect(fold(name.normalize('NFD'))).toBe(fold(name.normalize('NFC')));
  });

  it('a folded name folds to itself', () => {
    const folded = fold('Cơ sở dữ liệu hộ tịch điện tử');
    expect(fold(folded)).toBe(folded);
  });
});

describe('an id is the name in plain words joined by hyphens', () => {
  it.each([
    ['Bộ Tư pháp', 'bo-tu-phap'],
    ['Sở Tư pháp tỉnh Đắk Nông', 'so-tu-phap-tinh-dak-nong'],
    ['Bộ Lao động - Thương binh và Xã hội', 'bo-lao-dong-thuong-binh-va-xa-hoi'],
    ['06/QĐ-TTg', '06-qd-ttg'],
  ])('%s is %s', (name, id) => {
    expect(slug(name)).toBe(id);
  });
});

describe('a connection is an unordered pair', () => {
  it('has one id whichever end is named first', () => {
    expect(connectionSlug('csdlqg-dan-cu', 'csdl-ho-tich')).toBe('csdl-ho-tich~csdlqg-dan-cu');
    expect(connectionSlug('csdl-ho-tich', 'csdlqg-dan-cu')).toBe('csdl-ho-tich~csdlqg-dan-cu');
  });
});
