-- A document that was deleted keeps its row, without a generation, so that its sequence numbers go on. Collation "C" orders
-- names by the bytes of their UTF-8. No index holds seq, so that moving it stays a heap-only update.
create table collab_document (
    id             bigint generated always as identity primary key,
    tenant         text collate "C" not null,
    name           text collate "C" not null,
    generation     uuid,
    engine         text not null,
    format_version integer not null,
    seq            bigint not null default 0,
    snapshot_seq   bigint not null default 0,
    constraint collab_document_name unique (tenant, name)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01);

create table collab_commit (
    document     bigint not null,
    seq          bigint not null,
    source       text collate "C" not null,
    counter      bigint not null,
    principal    text not null,
    connection   text not null,
    node         text not null,
    committed_at timestamptz not null,
    content      bytea not null,
    constraint collab_commit_seq primary key (document, seq),
    constraint collab_commit_operation unique (document, source, counter)
) partition by hash (document);

-- Updates are dense already: compressing them costs time and saves nothing. Partitions take this from their parent.
alter table collab_commit alter content set storage external;

create table collab_commit_0 partition of collab_commit for values with (modulus 16, remainder 0);
create table collab_commit_1 partition of collab_commit for values with (modulus 16, remainder 1);
create table collab_commit_2 partition of collab_commit for values with (modulus 16, remainder 2);
create table collab_commit_3 partition of collab_commit for values with (modulus 16, remainder 3);
create table collab_commit_4 partition of collab_commit for values with (modulus 16, remainder 4);
create table collab_commit_5 partition of collab_commit for values with (modulus 16, remainder 5);
create table collab_commit_6 partition of collab_commit for values with (modulus 16, remainder 6);
create table collab_commit_7 partition of collab_commit for values with (modulus 16, remainder 7);
create table collab_commit_8 partition of collab_commit for values with (modulus 16, remainder 8);
create table collab_commit_9 partition of collab_commit for values with (modulus 16, remainder 9);
create table collab_commit_10 partition of collab_commit for values with (modulus 16, remainder 10);
create table collab_commit_11 partition of collab_commit for values with (modulus 16, remainder 11);
create table collab_commit_12 partition of collab_commit for values with (modulus 16, remainder 12);
create table collab_commit_13 partition of collab_commit for values with (modulus 16, remainder 13);
create table collab_commit_14 partition of collab_commit for values with (modulus 16, remainder 14);
create table collab_commit_15 partition of collab_commit for values with (modulus 16, remainder 15);

create table collab_snapshot (
    document bigint not null,
    seq      bigint not null,
    part     integer not null,
    content  bytea not null,
    constraint collab_snapshot_part primary key (document, seq, part)
);
alter table collab_snapshot alter content set storage external;
