-- A document that was deleted keeps its row, without a generation, so that its sequence numbers go on.
create table collab_document (
    id             bigint generated always as identity primary key,
    tenant         varchar(64) not null,
    name           varchar(255) not null,
    name_bytes     varbinary(255) generated always as (stringtoutf8(name)),
    generation     uuid,
    engine         varchar not null,
    format_version integer not null,
    seq            bigint default 0 not null,
    snapshot_seq   bigint default 0 not null,
    constraint collab_document_name unique (tenant, name_bytes)
);

create table collab_commit (
    document     bigint not null,
    seq          bigint not null,
    source       varchar not null,
    counter      bigint not null,
    principal    varchar not null,
    connection   varchar not null,
    node         varchar not null,
    committed_at timestamp(6) with time zone not null,
    content      varbinary not null,
    constraint collab_commit_seq primary key (document, seq),
    constraint collab_commit_operation unique (document, source, counter)
);

create table collab_snapshot (
    document bigint not null,
    seq      bigint not null,
    part     integer not null,
    content  varbinary not null,
    constraint collab_snapshot_part primary key (document, seq, part)
);
