import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEventStore, type EventStore, type StoreLimits } from '../../../server/src/replay/store.ts';
import { loading } from '../loader/loading.ts';

const config = (field: string): string =>
  `<Sysmon schemaversion="4.90"><EventFiltering><RuleGroup groupRelation="or"><DnsQuery onmatch="include"><${field} condition="is">a</${field}></DnsQuery></RuleGroup></EventFiltering></Sysmon>`;

function storeOf(field: string, limits?: StoreLimits): EventStore {
  const { parsed, loaded } = loading(config(field));
  return createEventStore(loaded, parsed.schemas.newest, limits);
}

function add(store: EventStore, fields: Readonly<Record<string, string>>): void {
  store.addEntry('log', 1, { kind: 'event', event: { eventId: 22, fields } });
}

const told = (store: EventStore): string[] =>
  [...store.events()].map(
    ({ eventId, read, times }) =>
      `${times} × ${eventId} ${read('Image')} ${read('QueryName')} ${read('ProcessId')}`,
  );

describe('the store of events', () => {
  it('keeps each distinct event once, without what differs each time', () => {
    const store = storeOf('Image');
    for (let i = 0; i < 300; i++) {
      add(store, { Image: `p${i % 100}`, QueryName: 'q', ProcessId: String(i), UtcTime: String(i) });
    }
    assert.equal(told(store).length, 100);
    assert.equal(told(store)[99], '3 × 22 p99 q undefined');
    assert.deepEqual(store.kept, { events: 300, distinct: 100, capped: false });
  });

  it('keeps what conditions ask for, whatever it is, and says what they ask for now that is not there', () => {
    const store = storeOf('ProcessId');
    add(store, { Image: 'a', ProcessId: '1' });
    add(store, { Image: 'a', ProcessId: '2' });
    assert.deepEqual(told(store), ['1 × 22 a - 1', '1 × 22 a - 2']);
    assert.deepEqual(store.missingFields(loading(config('ProcessGuid')).loaded), ['ProcessGuid']);
    assert.deepEqual(store.missingFields(loading(config('QueryName')).loaded), []);
  });

  it('has an end, behind which what it knows is still counted', () => {
    const store = storeOf('Image', { distinct: 10, characters: 1_000_000 });
    for (let i = 0; i < 1000; i++) add(store, { Image: `p${i}` });
    for (let i = 0; i < 5; i++) add(store, { Image: 'p3' });
    assert.deepEqual(store.kept, { events: 15, distinct: 10, capped: true });
    assert.equal(told(store)[3], '6 × 22 p3 - undefined');
  });
});
