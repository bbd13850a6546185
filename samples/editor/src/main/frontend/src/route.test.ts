import { describe, expect, it } from 'vitest';
import { parseRoute } from './route';

describe('parseRoute', () => {
  it('reads the hash', () => {
    expect(parseRoute('')).toEqual({ page: 'list' });
    expect(parseRoute('#/')).toEqual({ page: 'list' });
    expect(parseRoute('#/d/a%2Fb')).toEqual({ page: 'document', id: 'a/b' });
    expect(parseRoute('#/d/%E0%A4%A')).toEqual({ page: 'list' });
  });
});
