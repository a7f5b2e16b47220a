import Foundation
import Testing

@testable import Server

/// Holds the description of the API against what the server does.
struct DescriptionTests {
  private func description() throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(PackageResources.openapi_json)) as? [String: Any])
  }

  @Test
  func `every path of the description leads somewhere, and what it names is answered in its form`() async throws {
    let paths = try #require(try description()["paths"] as? [String: [String: Any]])
    try await ServedArchive.with { served in
      let trials = try #require(try await served.json("/api/trials")["trials"] as? [[String: Any]])
      let id = try #require(trials[0]["id"] as? String)
      for (path, methods) in paths.sorted(by: { $0.key < $1.key }) {
        let get = try #require(methods["get"] as? [String: Any])
        var target = path.replacing("{name}", with: "small").replacing("{id}", with: id)
        if path == "/api/compare" { target += "?side=small:0&side=small:1" }
        let response = await served.get(target)
        #expect(response.status == 200, "\(target): \(String(decoding: response.bytes, as: UTF8.self))")
        let content = (get["responses"] as? [String: [String: Any]])?["200"]?["content"] as? [String: Any]
        let type = try #require(response.value("content-type")?.split(separator: ";").first.map(String.init))
        #expect(content?[type] != nil, "\(target) comes as \(type)")
        let faults = try faults(in: response.bytes, by: content?[type])
        #expect(faults.isEmpty, "\(target): \(faults)")
      }
    }
  }

  @Test
  func `the copy for readers is the one that is served`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    #expect(try Array(Data(contentsOf: root.appending(path: "docs/openapi.json"))) == PackageResources.openapi_json)
  }

  // MARK: The part of JSON Schema that the description uses

  private func faults(in bytes: [UInt8], by content: Any?) throws -> [String] {
    guard let schema = (content as? [String: Any])?["schema"] as? [String: Any], schema["$ref"] != nil else {
      return []
    }
    return check(try JSONSerialization.jsonObject(with: Data(bytes)), schema, at: "", try schemas())
  }

  private func schemas() throws -> [String: [String: Any]] {
    let components = try description()["components"] as? [String: Any]
    return components?["schemas"] as? [String: [String: Any]] ?? [:]
  }

  private func check(
    _ value: Any, _ schema: [String: Any], at place: String, _ all: [String: [String: Any]]
  ) -> [String] {
    if let name = (schema["$ref"] as? String)?.split(separator: "/").last {
      return check(value, all[String(name)] ?? ["type": "missing"], at: place, all)
    }
    let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
    guard types.contains(where: { isOf(value, $0) }) else { return ["\(place) is no \(types)"] }
    var faults: [String] = []
    if let values = schema["enum"] as? [String], let text = value as? String, !values.contains(text) {
      faults.append("\(place) is \(text)")
    }
    if let object = value as? [String: Any] {
      let known = schema["properties"] as? [String: [String: Any]] ?? [:]
      for name in schema["required"] as? [String] ?? [] where object[name] == nil {
        faults.append("\(place).\(name) is missing")
      }
      for (name, inner) in object.sorted(by: { $0.key < $1.key }) {
        if let own = known[name] ?? schema["additionalProperties"] as? [String: Any] {
          faults += check(inner, own, at: "\(place).\(name)", all)
        } else if schema["additionalProperties"] as? Bool == false {
          faults.append("\(place).\(name) is not described")
        }
      }
    }
    if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
      for (index, inner) in list.enumerated() { faults += check(inner, items, at: "\(place)[\(index)]", all) }
    }
    return faults
  }

  private func isOf(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "null": value is NSNull
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "boolean": value is Bool
    case "integer": (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
    case "number": value is NSNumber
    default: false
    }
  }
}
