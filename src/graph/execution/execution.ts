import { defaultFieldResolver, type ExecutionResult, type FieldNode, GraphQLError, type GraphQLResolveInfo, locatedError, responsePathAsArray } from 'graphql';
import { argumentValues } from '../argument-values.js';
import type { Completing, FieldPlan, ObjectPlan, OperationPlan, Path, Variables } from './plan.js';
import { isPromise } from './promise.js';

/** A look-up of a thousand ids may have as many. An error takes as much memory as hundreds of values. */
const MOST_ERRORS = 1000;

/** One execution of an operation, as the GraphQL specification demands. The errors are in the order in which they occur. */
export class Execution implements Completing {
  private readonly errors: GraphQLError[] = [];
  /** Where an error made the value null. Later errors below do not count. */
  private readonly nulled = new Set<Path | undefined>();
  private hasMoreErrors = false;

  constructor(
    private readonly plan: OperationPlan,
    readonly context: unknown,
    private readonly variables: Variables,
    /** The object of the fields at the root. */
    private readonly rootValue?: unknown,
  ) {}

  run(): ExecutionResult | Promise<ExecutionResult> {
    try {
      const data = this.executeFields(this.plan.root, this.rootValue, undefined);
      return isPromise(data) ? data.then((known) => this.resultOf(known), (error: unknown) => this.failedAtRoot(error)) : this.resultOf(data);
    } catch (error) {
      return this.failedAtRoot(error);
    }
  }

  /** An object of the response, or a promise of it. */
  executeFields(plan: ObjectPlan, source: unknown, path: Path | undefined): Record<string, unknown> | Promise<Record<string, unknown>> {
    const object = plan.newObject();
    let pending: string[] | null = null;
    try {
      for (const field of plan.fields) {
        const value = this.valueOf(field, source, path);
        object[field.responseName] = value;
        if (isPromise(value)) (pending ??= []).push(field.responseName);
      }
    } catch (error) {
      // The other fields may fail too, and nobody else would handle that.
      if (!pending) throw error;
      return settled(object, pending).finally(() => {
        throw error;
      });
    }
    return pending ? settled(object, pending) : object;
  }

  fail(error: unknown, { nodes }: FieldPlan, path: Path, isNonNull: boolean): null {
    // Not even located: an error that makes only its own field null is not needed for anything else.
    if (!isNonNull && this.isFull) return this.leaveOut();
    const located = locatedError(error, nodes, responsePathAsArray(path));
    if (isNonNull) throw located;
    this.collect(located, path);
    return null;
  }

  /** The value of a field, or a promise of it. Most fields are a property of their object, and quick to read. */
  private valueOf(field: FieldPlan, source: unknown, parent: Path | undefined): unknown {
    if (!field.isProperty || typeof source !== 'object' || source === null) return this.resolve(field, source, field.pathBelow(parent));
    let path: Path | undefined;
    try {
      const value = (source as Readonly<Record<string, unknown>>)[field.name];
      if (value === null || value === undefined) {
        if (field.isNonNull) throw field.nullError();
        return null;
      }
      if (field.serialize && isPlain(value)) return field.serialize(value);
      path = field.pathBelow(parent);
      return this.completed(field, typeof value === 'function' ? this.called(value, field, source, path) : value, path);
    } catch (error) {
      return this.fail(error, field, path ?? field.pathBelow(parent), field.isNonNull);
    }
  }

  private resolve(field: FieldPlan, source: unknown, path: Path): unknown {
    try {
      const resolve = field.definition.resolve ?? defaultFieldResolver;
      return this.completed(field, resolve(source, this.argumentsOf(field), this.context, this.infoOf(field, path)), path);
    } catch (error) {
      return this.fail(error, field, path, field.isNonNull);
    }
  }

  /** The value of the response, or a promise of it. Throws for a value that does not fit. */
  private completed(field: FieldPlan, resolved: unknown, path: Path): unknown {
    const { isNonNull, complete } = field;
    const completed = isPromise(resolved) ? resolved.then((value) => complete(this, field, path, value)) : complete(this, field, path, resolved);
    return isPromise(completed) ? completed.then(undefined, (error: unknown) => this.fail(error, field, path, isNonNull)) : completed;
  }

  /** Calls a property that is a method, with the arguments of a resolver but for the object. */
  private called(method: object, field: FieldPlan, source: object, path: Path): unknown {
    return Reflect.apply(method as () => unknown, source, [this.argumentsOf(field), this.context, this.infoOf(field, path)]);
  }

  private argumentsOf({ definition, nodes }: FieldPlan): Readonly<Record<string, unknown>> {
    return argumentValues(definition, nodes[0] as FieldNode, this.variables);
  }

  infoOf({ name, nodes, definition, parentType }: FieldPlan, path: Path): GraphQLResolveInfo {
    const { schema, fragments, operation } = this.plan;
    return { fieldName: name, fieldNodes: nodes, returnType: definition.type, parentType, path, schema, fragments, rootValue: this.rootValue, operation, variableValues: this.variables };
  }

  private collect(error: GraphQLError, path: Path | undefined): void {
    for (let above = path; above !== undefined; above = above.prev) if (this.nulled.has(above)) return;
    if (this.nulled.has(undefined)) return;
    this.nulled.add(path);
    if (this.isFull) this.leaveOut();
    else this.errors.push(error);
  }

  private get isFull(): boolean {
    return this.errors.length >= MOST_ERRORS;
  }

  private leaveOut(): null {
    this.hasMoreErrors = true;
    return null;
  }

  private failedAtRoot(error: unknown): ExecutionResult {
    this.collect(error as GraphQLError, undefined);
    return this.resultOf(null);
  }

  private resultOf(data: Record<string, unknown> | null): ExecutionResult {
    this.plan.onExecuted();
    if (this.hasMoreErrors) this.errors.push(new GraphQLError(`There are more errors than these ${MOST_ERRORS}.`, { extensions: { code: 'TOO_MANY_ERRORS' } }));
    return this.errors.length === 0 ? { data } : { errors: this.errors, data };
  }
}

/** The object once its pending values are known. */
async function settled(object: Record<string, unknown>, pending: readonly string[]): Promise<Record<string, unknown>> {
  const values = await Promise.all(pending.map((name) => object[name]));
  for (const [index, name] of pending.entries()) object[name] = values[index];
  return object;
}

/** Whether a property is its own value: no promise, no method and no error. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'object') return !(value instanceof Error) && !isPromise(value);
  return typeof value !== 'function';
}
