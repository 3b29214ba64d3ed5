/** Version 5: the decision log added up by day. `up_to`: the line up to which it is. Older lines follow, some at each sweep. */
export const tallies = `create table tallies (
     day date not null,
     kind text not null,
     clause text not null,
     region text,
     value int not null,
     times bigint not null
   );
   create unique index tallies_of on tallies (day, kind, clause, region, value) nulls not distinct;
   create table tallied (up_to bigint not null);
   insert into tallied values (0);`;
