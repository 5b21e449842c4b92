"""A client that nobody here wrote: Python's gRPC, knowing of Almanac only what reflection tells it.

usage: client.py SOCKET    prints what it found, a line each
"""
import sys

import grpc
import health_pb2
import reflection_pb2
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

channel = grpc.insecure_channel("unix:" + sys.argv[1])
pool = descriptor_pool.DescriptorPool()
factory = message_factory.MessageFactory(pool)


def reflect(**question):
    """Asks reflection one question."""
    ask = channel.stream_stream(
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
        request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
        response_deserializer=reflection_pb2.ServerReflectionResponse.FromString)
    return next(ask(iter([reflection_pb2.ServerReflectionRequest(**question)]), timeout=10))


known = set()


def learn(answer):
    """Adds files to the pool, those they import first."""
    for data in answer.file_descriptor_response.file_descriptor_proto:
        file = descriptor_pb2.FileDescriptorProto.FromString(data)
        if file.name in known:
            continue
        known.add(file.name)
        for needed in file.dependency:
            learn(reflect(file_by_filename=needed))
        pool.Add(file)


def message(name):
    learn(reflect(file_containing_symbol=name))
    return factory.GetPrototype(pool.FindMessageTypeByName(name))


def call(service, rpc, metadata=(), **fields):
    learn(reflect(file_containing_symbol=service))
    method = pool.FindServiceByName(service).FindMethodByName(rpc)
    request = message(method.input_type.full_name)
    answer = message(method.output_type.full_name)
    send = channel.unary_unary(f"/{service}/{rpc}", request_serializer=request.SerializeToString,
                               response_deserializer=answer.FromString)
    return send(json_format.ParseDict(fields, request()), timeout=10, metadata=metadata)


def health(service):
    check = channel.unary_unary("/grpc.health.v1.Health/Check",
                                request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
                                response_deserializer=health_pb2.HealthCheckResponse.FromString)
    status = check(health_pb2.HealthCheckRequest(service=service), timeout=10).status
    return health_pb2.HealthCheckResponse.ServingStatus.Name(status)


print("health:", health(""))
print("health of datasets:", health("almanac.v1.Datasets"))
services = [one.name for one in reflect(list_services="").list_services_response.service]
print("services:", " ".join(sorted(services)))
for name in services:
    if name.startswith("almanac."):
        learn(reflect(file_containing_symbol=name))
print("program:", call("almanac.v1.Programs", "GetProgram").title)
made = call("almanac.v1.Departments", "CreateDepartment", department_id="parks", department={"title": "Parks"})
print("made:", made.name)
try:
    call("almanac.v1.Datasets", "CreateDataset", dataset={"title": "Trees", "frequency": "monthly"})
except grpc.RpcError as refused:
    status = message("google.rpc.Status")()
    status.ParseFromString(dict(refused.trailing_metadata())["grpc-status-details-bin"])
    print("refused:", refused.code().name)
    for detail in status.details:
        kind = detail.type_url.split("/")[-1]
        value = message(kind)()
        detail.Unpack(value)
        if kind == "google.rpc.ErrorInfo":
            print("reason:", value.reason, "of", value.domain)
        if kind == "google.rpc.BadRequest":
            print("fields:", " ".join(wrong.field for wrong in value.field_violations))
try:
    call("almanac.v1.Programs", "GetProgram", metadata=[("authorization", "Bearer nonsense")])
except grpc.RpcError as refused:
    print("with a bad token:", refused.code().name)
