/** Paths of the fields that only the documented reply has. Free-form maps count as one field. */
export function missingFields(documented: unknown, actual: unknown, path = ''): readonly string[] {
  const freeForm = ['.default_dynamic_variables', '.tags', '.custom_analysis_data']
  if (typeof documented !== 'object' || documented === null || freeForm.includes(path)) return []
  if (typeof actual !== 'object' || actual === null) return [path]
  if (Array.isArray(documented))
    return documented.length === 0 ? [] : missingFields(documented[0], Reflect.get(actual, 0), `${path}[]`)
  return Object.entries(documented).flatMap(([field, value]) =>
    field in actual ? missingFields(value, Reflect.get(actual, field), `${path}.${field}`) : [`${path}.${field}`],
  )
}
