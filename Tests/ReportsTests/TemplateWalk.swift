@testable import Reports

/// Follows the tags of templates over a model as Mustache does, and notes every name that leads nowhere.
struct TemplateWalk {
  let templates: [String: [TemplateTag]]
  var visited: Set<TemplateTag> = []
  var unresolved: [String] = []

  init(templates: [String: [TemplateTag]]) { self.templates = templates }

  mutating func run(_ name: String, stack: [Any]) {
    let tags = templates[name] ?? []
    for case let tag in tags where tag.kind == .parent {
      // The one block of the frame is what the child fills.
      run(tags.filter { ![.parent, .block].contains($0.kind) && $0.name != "page" && $0.name != "base" }, stack)
      return run((templates[tag.name] ?? []).filter { $0.kind != .block && $0.name != "page" }, stack)
    }
    run(tags, stack)
  }

  private mutating func run(_ tags: [TemplateTag], _ stack: [Any]) {
    var index = 0
    while index < tags.count {
      let tag = tags[index]
      switch tag.kind {
      case .variable:
        resolve(tag, stack)
        index += 1
      case .partial:
        run(tag.name, stack: stack)
        index += 1
      case .section, .inverted:
        let end = Self.end(of: index, in: tags)
        let value = resolve(tag, stack)
        let inner = Array(tags[index + 1..<end])
        if tag.kind == .inverted { run(inner, stack) } else { enter(value, inner, stack) }
        index = end + 1
      case .end, .parent, .block, .other: index += 1
      }
    }
  }

  private mutating func enter(_ value: Any?, _ inner: [TemplateTag], _ stack: [Any]) {
    guard let value else { return }
    if let items = value as? [Any] {
      for item in items { run(inner, stack + [item]) }
    } else if let flag = value as? Bool {
      if flag { run(inner, stack) }
    } else {
      run(inner, stack + [value])
    }
  }

  /// The value of a name from the innermost object that has such a property; nil for an empty optional.
  @discardableResult
  private mutating func resolve(_ tag: TemplateTag, _ stack: [Any]) -> Any? {
    visited.insert(tag)
    if tag.name == "." { return stack.last }
    for object in stack.reversed() {
      guard let child = Mirror(reflecting: object).children.first(where: { $0.label == tag.name }) else { continue }
      let mirror = Mirror(reflecting: child.value)
      return mirror.displayStyle == .optional ? mirror.children.first?.value : child.value
    }
    unresolved.append("\(tag.name) at \(tag.line):\(tag.column)")
    return nil
  }

  private static func end(of start: Int, in tags: [TemplateTag]) -> Int {
    var depth = 0
    for index in start..<tags.count {
      if [.section, .inverted].contains(tags[index].kind) { depth += 1 }
      if tags[index].kind == .end { depth -= 1 }
      if depth == 0 { return index }
    }
    return tags.count
  }
}
