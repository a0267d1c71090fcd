import { describe, expect, it } from 'vitest';
import { csvOf } from './csv';

describe('CSV', () => {
  it('begins with the mark of UTF-8, and ends every row with CR LF', () => {
    expect(
      csvOf([
        ['Name', 'Seconds'],
        ['Zoë', 12],
      ]),
    ).toBe('\uFEFFName,Seconds\r\nZoë,12\r\n');
    expect(csvOf([])).toBe('\uFEFF');
  });

  it.each([
    ['plain', 'plain'],
    ['', ''],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['=1+1', "'=1+1"],
    ['+49', "'+49"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['=HYPERLINK("https://example.com","x")', '"\'=HYPERLINK(""https://example.com"",""x"")"'],
    ['a=b', 'a=b'],
    ['"=1', '"""=1"'],
    ["'", "'"],
  ])('writes %j as %j', (value, cell) => expect(csvOf([[value]])).toBe(`\uFEFF${cell}\r\n`));

  it('leaves numbers what they are', () => {
    expect(csvOf([[-5, 0, 1.5]])).toBe('\uFEFF-5,0,1.5\r\n');
  });
});
