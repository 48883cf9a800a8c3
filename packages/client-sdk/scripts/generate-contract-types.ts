import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import ts from 'typescript'

/**
 * Writes `src/contract-types.ts`: the types of the HTTP contract as plain text, so that this package's declarations
 * need neither zod nor the package that holds the schemas. `--check` writes nothing and fails when the file is stale.
 */
const contractPath = fileURLToPath(new URL('../../core/src/contract.ts', import.meta.url))
const outputPath = fileURLToPath(new URL('../src/contract-types.ts', import.meta.url))
const configPath = fileURLToPath(new URL('../tsconfig.json', import.meta.url))

const config = ts.getParsedCommandLineOfConfigFile(configPath, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic })
if (config === undefined) throw new Error(`Cannot read ${configPath}.`)
const program = ts.createProgram([contractPath], config.options)
const checker = program.getTypeChecker()

const generated = generate()
if (!process.argv.includes('--check')) {
  writeFileSync(outputPath, generated)
} else if (readFileSync(outputPath, 'utf8') !== generated) {
  console.error('contract-types.ts is stale. Run: node packages/client-sdk/scripts/generate-contract-types.ts')
  process.exitCode = 1
}

function generate(): string {
  const source = program.getSourceFile(contractPath)
  const module = source && checker.getSymbolAtLocation(source)
  if (module === undefined) throw new Error(`No module at ${contractPath}.`)
  const aliases = checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter((symbol) => symbol.flags & ts.SymbolFlags.TypeAlias)
    .map((symbol) => ({ name: symbol.name, symbol, type: checker.getDeclaredTypeOfSymbol(symbol) }))
    .sort((left, right) => left.name.localeCompare(right.name))
  const namesByText = new Map(aliases.map(({ name, type }) => [printType(type, 0), name] as const))
  const declarations = aliases.map(
    ({ name, symbol, type }) => `${comment(symbol, 0)}export type ${name} = ${printType(type, 0, namesByText, true)}\n`,
  )
  return ['// Generated from the contract schemas by scripts/generate-contract-types.ts.\n', ...declarations].join('\n')
}

/** Objects that are a named type of the contract are printed as that name, unless they stand at the top. */
function printType(type: ts.Type, depth: number, names?: ReadonlyMap<string, string>, isTop = false): string {
  const name = isTop ? undefined : names?.get(printType(type, 0))
  if (name !== undefined) return name
  if (type.isUnion()) return printUnion(type, depth, names)
  if (type.isIntersection()) return printBranded(type, depth, names)
  if (type.isStringLiteral()) return `'${type.value.replaceAll("'", String.raw`\'`)}'`
  if (checker.isTupleType(type)) return `readonly [${typeArguments(type, depth, names).join(', ')}]`
  if (checker.isArrayType(type)) return `readonly ${parenthesise(typeArguments(type, depth, names)[0] ?? 'unknown')}[]`
  if (type.flags & ts.TypeFlags.Object) return printObject(type, depth, names)
  return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation)
}

function typeArguments(type: ts.Type, depth: number, names?: ReadonlyMap<string, string>): readonly string[] {
  return checker.getTypeArguments(type as ts.TypeReference).map((argument) => printType(argument, depth, names))
}

function printUnion(type: ts.UnionType, depth: number, names?: ReadonlyMap<string, string>): string {
  const members = type.types.map((member) => printType(member, depth, names))
  const hasBoolean = members.includes('true') && members.includes('false')
  const folded = hasBoolean ? [...members.filter((text) => text !== 'true' && text !== 'false'), 'boolean'] : members
  const isEmptiness = (text: string) => text === 'null' || text === 'undefined'
  // The compiler's own order depends on what it met first.
  return [...folded.filter((text) => !isEmptiness(text)).sort(), ...folded.filter(isEmptiness).sort()].join(' | ')
}

/** A brand exists for the server's own code: the client sees the primitive under it. */
function printBranded(type: ts.IntersectionType, depth: number, names?: ReadonlyMap<string, string>): string {
  const primitive = type.types.find((member) => !(member.flags & ts.TypeFlags.Object))
  return primitive === undefined ? printObject(type, depth, names) : printType(primitive, depth, names)
}

function printObject(type: ts.Type, depth: number, names?: ReadonlyMap<string, string>): string {
  const indent = '  '.repeat(depth + 1)
  const properties = checker.getPropertiesOfType(type).map((property) => {
    const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0
    const text = printType(checker.getTypeOfSymbol(property), depth + 1, names)
    const optionalText = isOptional && !text.endsWith('undefined') ? `${text} | undefined` : text
    return `${comment(property, depth + 1)}${indent}readonly ${property.name}${isOptional ? '?' : ''}: ${optionalText}\n`
  })
  const index = checker
    .getIndexInfosOfType(type)
    .map((info) => `${indent}readonly [name: string]: ${printType(info.type, depth + 1, names)}\n`)
  const members = [...properties, ...index]
  return members.length === 0 ? '{}' : `{\n${members.join('')}${'  '.repeat(depth)}}`
}

function comment(symbol: ts.Symbol, depth: number): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim()
  if (text === '') return ''
  const indent = '  '.repeat(depth)
  const lines = text.split('\n')
  if (lines.length === 1) return `${indent}/** ${text} */\n`
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`
}

function parenthesise(text: string): string {
  return text.includes(' | ') && !text.startsWith('{') ? `(${text})` : text
}

function onUnRecoverableConfigFileDiagnostic(diagnostic: ts.Diagnostic): never {
  throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'))
}
