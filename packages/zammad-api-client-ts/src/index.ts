/** The package's public surface. */
export { createZammadClient } from './client.js';
export type { ZammadClient } from './client.js';
export type { Repeatability } from './classify.js';
export { ZammadError, isZammadError } from './error.js';
export type { ZammadErrorKind } from './error.js';
export { kindSchemas, resourceKinds } from './kinds.js';
export type { DeletableKind, ObjectOf, ResourceKind } from './kinds.js';
export type { CallOptions, Credentials, ReadOptions, ResponseInfo, ZammadClientOptions } from './options.js';
export type { Request } from './request.js';
export type { ListOptions, PermanentResource, Resource, WriteOf } from './resource.js';
export type { AnyResource, ConfigObject, ResourceByKind, Resources } from './resources.js';
export type { JsonObject } from './schemas/json.js';
export type { Call, Method, QueryValue } from './transport.js';
