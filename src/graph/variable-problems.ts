import {
  GraphQLError,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLScalarType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isSpecifiedScalarType,
  type OperationDefinitionNode,
  print,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;
/** A part and what it is in. Written out only if there is a problem. */
interface Path {
  readonly above: Path | null;
  readonly part: string | number;
}
type Report = (path: Path, rule: string) => void;

/** More problems would not help the client, and each costs time. */
const MAX_PROBLEMS = 20;
/** Resolvers refuse more than 1,000 members. Lists far above that are refused here without reading them. */
const MAX_MEMBERS = 5000;
const MAX_NAME_LENGTH = 60;

/** Ends the check once there are enough problems. */
class Enough extends Error {}

/**
 * The problems of an operation's variables: at most 20, each with the path and the rule, never with the value. It
 * accepts the same variables as GraphQL.js. GraphQL.js itself takes quadratic time for invalid variables: for
 * each problem it prints the whole value and compares names.
 */
export function variableProblems(schema: GraphQLSchema, { variableDefinitions = [] }: OperationDefinitionNode, variables: Variables): GraphQLError[] {
  const problems: GraphQLError[] = [];
  for (const definition of variableDefinitions) {
    const { value: name } = definition.variable.name;
    const report = (message: string) => {
      problems.push(new GraphQLError(`Variable "$${cut(name)}" ${message}`, { nodes: definition, extensions: { code: 'BAD_USER_INPUT' } }));
      if (problems.length >= MAX_PROBLEMS) throw new Enough();
    };
    try {
      checkVariable(schema, definition, variables, report);
    } catch (error) {
      if (error instanceof Enough) break;
      throw error;
    }
  }
  return problems;
}

function checkVariable(schema: GraphQLSchema, { variable, type: typeNode, defaultValue }: VariableDefinitionNode, variables: Variables, report: (message: string) => void): void {
  const name = variable.name.value;
  const type = typeFromAST(schema, typeNode);
  // Validation has already refused it.
  if (!isInputType(type)) return;
  if (!Object.hasOwn(variables, name)) {
    if (!defaultValue && isNonNullType(type)) report(`of required type "${print(typeNode)}" was not provided.`);
    return;
  }
  if (variables[name] === null && isNonNullType(type)) return report(`of non-null type "${print(typeNode)}" must not be null.`);
  checkValue(variables[name], type, { above: null, part: name }, (path, rule) => report(`got invalid value at "${written(path)}"; ${rule}`));
}

function checkValue(value: unknown, type: GraphQLInputType, path: Path, report: Report): void {
  if (isNonNullType(type)) {
    if (value === null || value === undefined) return report(path, `expected "${String(type)}", not null.`);
    return checkValue(value, type.ofType, path, report);
  }
  if (value === null || value === undefined) return;
  if (isListType(type)) return checkList(value, type.ofType, path, report);
  if (isInputObjectType(type)) return checkObject(value, type, path, report);
  if (isEnumType(type)) {
    if (typeof value !== 'string' || !type.getValue(value)) report(path, `expected a value of enum "${type.name}".`);
    return;
  }
  if (!isParsed(value, type)) report(path, `expected type "${type.name}".`);
}

function checkList(value: unknown, type: GraphQLInputType, path: Path, report: Report): void {
  // A single value stands for a list of one.
  if (!Array.isArray(value)) return checkValue(value, type, path, report);
  if (value.length > MAX_MEMBERS) return report(path, `it has ${value.length} members. At most ${MAX_MEMBERS} are allowed.`);
  for (const [part, member] of value.entries()) checkValue(member, type, { above: path, part }, report);
}

function checkObject(value: unknown, type: GraphQLInputObjectType, path: Path, report: Report): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return report(path, `expected type "${type.name}" to be an object.`);
  const fields = type.getFields();
  for (const field of Object.values(fields)) {
    const given = (value as Variables)[field.name];
    if (given !== undefined) checkValue(given, field.type, { above: path, part: field.name }, report);
    else if (field.defaultValue === undefined && isNonNullType(field.type)) report(path, `field "${field.name}" of required type "${String(field.type)}" was not provided.`);
  }
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(fields, name)) report({ above: path, part: name }, `type "${type.name}" has no such field.`);
  }
}

function isParsed(value: unknown, type: GraphQLScalarType): boolean {
  // GraphQL's own scalars refuse objects, but their error prints the whole object.
  if (typeof value === 'object' && isSpecifiedScalarType(type)) return false;
  try {
    return type.parseValue(value) !== undefined;
  } catch {
    // The scalar's message is dropped, because it may repeat the value.
    return false;
  }
}

/** Writes a path as in `filter.statuses[0]`. */
function written({ above, part }: Path): string {
  if (above === null) return cut(String(part));
  return `${written(above)}${typeof part === 'number' ? `[${part}]` : `.${cut(part)}`}`;
}

function cut(name: string): string {
  return name.length <= MAX_NAME_LENGTH ? name : `${name.slice(0, MAX_NAME_LENGTH)}…`;
}
