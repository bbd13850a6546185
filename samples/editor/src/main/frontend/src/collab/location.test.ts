import { describe, expect, it } from 'vitest';
import { basePath, localCopyName, socketUrl } from './location';

describe('location', () => {
  it('follows the page, wherever it is deployed', () => {
    expect(socketUrl({ protocol: 'http:', host: 'h:1', pathname: '/' })).toBe('ws://h:1/collab/h');
    expect(socketUrl({ protocol: 'https:', host: 'h', pathname: '/a/b/' })).toBe('wss://h/a/b/collab/h');
    expect(socketUrl({ protocol: 'https:', host: 'h', pathname: '/a/index.html' })).toBe('wss://h/a/collab/h');
    expect(basePath({ pathname: '' })).toBe('/');
  });

  it('keeps the copies of two applications on one origin apart', () => {
    expect(localCopyName({ pathname: '/a/' }, 'x')).not.toBe(localCopyName({ pathname: '/b/' }, 'x'));
  });
});
