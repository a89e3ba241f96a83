// How everything outside of this folder asks the database, whichever it is: in Kysely's words, which know the tables and
// their columns (tables.ts), and answered at once, within the same turn of the event loop (decision 0020). What Kysely
// has no words for is a function of this folder.
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql as template,
  type Compilable,
  type Dialect,
  type Expression,
} from 'kysely';
import type { Sql, Statement, Value } from './sql.ts';
import type { Tables } from './tables.ts';

/**
 * A text that stands in the query itself, so that the database sees that an index of some rows has those that are asked
 * for. In what is prepared everything does that was not given.
 */
export const fixed = <T extends string>(text: T): Expression<T> => template.lit(text);

/** A query that is built and compiled once, and asked many times. */
export type Prepared<Given extends readonly Value[], Row> = {
  /** The first row. */
  first(...given: Given): Row | undefined;
  all(...given: Given): Row[];
  /** One after the other, for an answer that may be larger than memory should hold. */
  iterate(...given: Given): Iterable<Row>;
  /** Answers how many rows it changed. */
  run(...given: Given): number;
};

export type Asking = {
  isOpen: () => boolean;
  /** The first row. */
  first: <Row>(query: Compilable<Row>) => Row | undefined;
  all: <Row>(query: Compilable<Row>) => Row[];
  /** Answers how many rows it changed. */
  run: (query: Compilable) => number;
  /**
   * For what is asked often: `build` is called once, when the query is asked for the first time. What it is given then
   * only marks where each value will stand, so it may put it there and do nothing else with it. Whatever is not given
   * is part of the text. Values that are lists, or that are left out now and then, need a query of their own.
   */
  prepare: <Given extends readonly Value[], Row>(
    build: (queries: Kysely<Tables>, ...given: Given) => Compilable<Row>,
  ) => Prepared<Given, Row>;
  /** One durable transaction, within one turn of the event loop. Throws, having written nothing, when it fails. */
  transaction: <T>(write: () => T) => T;
  /** ER1: a transaction that leaves nothing of what it deletes in the files, as far as the database can see to it. */
  erase: (write: () => void) => void;
  /** How many transactions could not be written since the start, through no fault of what was written. */
  failures: () => number;
  /** How large it is; 0 while it does not answer, and null where that is the size of its file. */
  bytes: () => number | null;
};

/** Of these the database keeps what it made of their text, which costs most of the asking. */
const mostStatements = 200;

/** Asks this database. */
export function askingOver(sql: Sql): Asking {
  const builder = new Kysely<Tables>({ dialect: sql.dialect === 'sqlite' ? ofSqlite : ofPostgres });
  const statements = new Map<string, Statement>();
  /** What was built with the `queries` of this database, whose values Kysely has numbered. */
  const once = (query: Compilable): [Statement, readonly Value[]] => {
    const { sql: text, parameters } = query.compile();
    let statement = statements.get(text);
    if (statement === undefined) {
      if (statements.size >= mostStatements) statements.clear();
      statement = sql.statement(text);
      statements.set(text, statement);
    }
    return [statement, parameters as readonly Value[]];
  };
  return {
    isOpen: () => sql.isOpen,
    first: <Row>(query: Compilable<Row>) => {
      const [statement, values] = once(query);
      return statement.get(...values) as Row | undefined;
    },
    all: <Row>(query: Compilable<Row>) => {
      const [statement, values] = once(query);
      return statement.all(...values) as Row[];
    },
    run: (query) => {
      const [statement, values] = once(query);
      return statement.run(...values).changes;
    },
    prepare: (build) => prepareOver(sql, builder, build),
    transaction: (write) => sql.transaction(write),
    erase: (write) => sql.erase(write),
    failures: () => sql.failures(),
    bytes: () => sql.bytes(),
  };
}

function prepareOver<Given extends readonly Value[], Row>(
  sql: Sql,
  builder: Kysely<Tables>,
  build: (queries: Kysely<Tables>, ...given: Given) => Compilable<Row>,
): Prepared<Given, Row> {
  /** `places` is null where each value stands once, in the order in which they are given. */
  let made: { statement: Statement; places: readonly number[] | null } | null = null;
  const ready = () => {
    if (made !== null) return made;
    const marks = Array.from({ length: build.length - 1 }, (_, index) => new Place(index));
    const compiled = build(builder, ...(marks as unknown as Given)).compile();
    const places = compiled.parameters.map((each) => (each as Place).index);
    const isInOrder = places.length === marks.length && places.every((place, index) => place === index);
    made = { statement: sql.statement(compiled.sql), places: isInOrder ? null : places };
    return made;
  };
  const bind = (places: readonly number[] | null, given: Given): readonly Value[] =>
    places === null ? given : places.map((index) => given[index] ?? null);
  return {
    first: (...given) => {
      const { statement, places } = ready();
      return statement.get(...bind(places, given)) as Row | undefined;
    },
    all: (...given) => {
      const { statement, places } = ready();
      return statement.all(...bind(places, given)) as Row[];
    },
    iterate: (...given) => {
      const { statement, places } = ready();
      return statement.iterate(...bind(places, given)) as Iterable<Row>;
    },
    run: (...given) => {
      const { statement, places } = ready();
      return statement.run(...bind(places, given)).changes;
    },
  };
}

/** Marks in a query that is prepared where one of the values will stand. */
class Place {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
  /** Where it is taken for a value. */
  [Symbol.toPrimitive](): never {
    throw new Error('a query that is prepared has no values yet: work them out before they are given to it');
  }
  toJSON(): never {
    return this[Symbol.toPrimitive]();
  }
}

// What is no place is a part of the text: so the database sees that an index of some rows has those that are asked for.
class SqliteText extends SqliteQueryCompiler {
  protected override appendValue(value: unknown): void {
    if (value instanceof Place) super.appendValue(value);
    else this.appendImmediateValue(value);
  }
}

class PostgresText extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    if (value instanceof Place) super.appendValue(value);
    else this.appendImmediateValue(value);
  }
}

/** Builds and compiles; nothing is executed by them. */
const ofSqlite: Dialect = {
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteText(),
};
const ofPostgres: Dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresText(),
};
