import Specifications

/// The classes of a data set that a trial is about, renumbered from 0 in the order in which they are written.
package struct KeptClasses: Hashable, Sendable {
  /// Nil for all.
  private let kept: [Int]?

  package init(_ spec: DatasetSpec) { kept = spec.classes }

  static let bounds = Bounds<[Int]>("at least two different classes, counted from 0") { (classes: [Int]) -> Bool in
    classes.count >= 2 && Set(classes).count == classes.count && classes.allSatisfy { (0...255).contains($0) }
  }

  /// Returns what has to be answered where only these are kept.
  package func targets(of whole: TargetShape) -> TargetShape {
    switch whole {
    case .classes(let count): .classes(kept?.count ?? count)
    case .numbers, .symbols: whole
    }
  }

  /// Returns the new number of each class of the files; nil for one that is left out.
  func numbers(of count: Int) -> [UInt8?] {
    guard let kept else { return (0..<count).map { UInt8($0) } }
    return (0..<count).map { label in kept.firstIndex(of: label).map { UInt8($0) } }
  }

  /// The sentence about a class that a set of so many does not have.
  func misfit(of count: Int, in name: String) -> (key: String, message: String)? {
    guard let beyond = kept?.first(where: { $0 >= count }) else { return nil }
    return ("classes", "classes has '\(beyond)', but the classes of \(name) are 0 to \(count - 1)")
  }
}
