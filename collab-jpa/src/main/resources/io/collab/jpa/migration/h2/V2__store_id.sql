-- One row: the id of this store. Nodes exchange messages only with nodes of the same store.
create table collab_store (
    id uuid not null
);
insert into collab_store (id) values (random_uuid());
