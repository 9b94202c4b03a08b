/** The fields of one CSV record (RFC 4180). `undefined` for a record whose quoted field goes on in the next line. */
export function fieldsOf(line: string): string[] | undefined {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] !== '"') {
      const comma = line.indexOf(',', at);
      fields.push(comma < 0 ? line.slice(at) : line.slice(at, comma));
      at = comma < 0 ? line.length + 1 : comma + 1;
      continue;
    }
    let field = '';
    for (at++; ; at += 2) {
      const quote = line.indexOf('"', at);
      if (quote < 0) return undefined;
      field += line.slice(at, quote);
      at = quote;
      if (line[at + 1] !== '"') break;
      field += '"';
    }
    fields.push(field);
    at += 2;
  }
  return fields;
}

/** A field as CSV writes it. */
export function fieldText(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
