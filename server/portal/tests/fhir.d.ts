declare module '@asymmetrik/fhir-json-schema-validator' {
  export default class SchemaValidator {
    validate(resource: { resourceType: string }): { message?: string }[];
  }
}
