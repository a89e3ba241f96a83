// How code outside this folder queries SQLite or PostgreSQL: with Kysely, typed by the tables and columns of
// tables.ts, and answered at once, within the same turn of the event loop (decision 0020). Queries that Kysely cannot
// express are functions of this folder.
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
 * A text written into the query itself, so that the database can use a partial index for it. In a prepared query
 * every constant is written so.
 */
export const fixed = <T extends string>(text: T): Expression<T> => template.lit(text);

/** A query that is built and compiled once, and run many times. */
export type Prepared<Given extends readonly Value[], Row> = {
  /** The first row. */
  first(...given: Given): Row | undefined;
  all(...given: Given): Row[];
  /** Row by row, for an answer that may be too large for memory. */
  iterate(...given: Given): Iterable<Row>;
  /** Returns how many rows it changed. */
  run(...given: Given): number;
};

export type Asking = {
  isOpen: () => boolean;
  /** The first row. */
  first: <Row>(query: Compilable<Row>) => Row | undefined;
  all: <Row>(query: Compilable<Row>) => Row[];
  /** Returns how many rows it changed. */
  run: (query: Compilable) => number;
  /**
   * For frequent queries. `build` is called once, at the first use. Its arguments then only mark the places of the
   * values, so it may only pass them to the query. All other values become part of the text. Lists and optional
   * values need a query of their own.
   */
  prepare: <Given extends readonly Value[], Row>(
    build: (queries: Kysely<Tables>, ...given: Given) => Compilable<Row>,
  ) => Prepared<Given, Row>;
  /** One durable transaction, within one turn of the event loop. When it fails, it throws and has written nothing. */
  transaction: <T>(write: () => T) => T;
  /** ER1: a transaction whose deleted data does not stay in the files, as far as the database can ensure that. */
  erase: (write: () => void) => void;
  /** How many transactions failed since the start because of the disk or the database. */
  failures: () => number;
  /** Size of the database; 0 while it does not answer; null if it is the size of its file. */
  bytes: () => number | null;
};

/** The database keeps this many compiled statements: compiling costs most of a query. */
const mostStatements = 200;

/** Runs queries on this database. */
export function askingOver(sql: Sql): Asking {
  const builder = new Kysely<Tables>({ dialect: sql.dialect === 'sqlite' ? ofSqlite : ofPostgres });
  const statements = new Map<string, Statement>();
  /** A query built with `queries` of this database; Kysely has numbered its values. */
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
  /** `places` is null if each value occurs once, in the order of the arguments. */
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

/** Marks the place of a value in a prepared query. */
class Place {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
  /** Fails when `build` uses a mark as a value. */
  [Symbol.toPrimitive](): never {
    throw new Error('a prepared query has no values yet: compute values before you pass them to it');
  }
  toJSON(): never {
    return this[Symbol.toPrimitive]();
  }
}

// Values that are no places become part of the text, so that the database can use a partial index.
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

/** These dialects only build and compile; they execute nothing. */
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
