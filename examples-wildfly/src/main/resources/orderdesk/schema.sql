create table if not exists article (
  code varchar(20) primary key,
  name varchar(80) not null,
  stock int not null check (stock >= 0)
);
create table if not exists orders (
  id bigint generated always as identity primary key,
  customer varchar(80) not null,
  city varchar(60) not null,
  article varchar(20) not null,
  quantity int not null,
  ordered_on date not null,
  placed_at timestamp(3) with time zone not null,
  import_id bigint,
  line int,
  unique (import_id, line)
);
create table if not exists shipment (
  order_id bigint primary key references orders(id),
  shipped_at timestamp(3) with time zone not null
);
create table if not exists rejection (
  order_id bigint primary key references orders(id),
  reason varchar(200) not null,
  rejected_at timestamp(3) with time zone not null
);
create table if not exists duplicate_delivery (
  order_id bigint not null,
  message_id varchar(200),
  seen_at timestamp(3) with time zone not null
);
create table if not exists import_run (
  id bigint generated always as identity primary key,
  name varchar(120) not null,
  digest char(64) not null,
  line_count int not null,
  next_line int not null,
  imported int not null,
  state varchar(10) not null,
  failure varchar(400),
  started_at timestamp(3) with time zone not null,
  finished_at timestamp(3) with time zone
);
create table if not exists import_problem (
  import_id bigint not null references import_run(id),
  line int not null,
  reason varchar(300) not null,
  primary key (import_id, line)
)
