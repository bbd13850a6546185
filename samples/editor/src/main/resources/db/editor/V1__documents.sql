-- What the editor's list shows. The text itself lives in the collaboration log, under the same id.
create table editor_document (
    id         varchar(36) not null primary key,
    title      varchar(400) not null,
    kind       varchar(8) not null,
    created_at timestamp(3) with time zone not null,
    updated_at timestamp(3) with time zone not null,
    version    bigint not null
);
