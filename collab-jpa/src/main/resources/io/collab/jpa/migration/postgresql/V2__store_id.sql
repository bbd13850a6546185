-- One row: the id of this store. Nodes exchange messages only with nodes of the same store. PostgreSQL 12 has no gen_random_uuid.
create table collab_store (
    id uuid not null
);
insert into collab_store (id) values (md5(random()::text || clock_timestamp()::text)::uuid);
