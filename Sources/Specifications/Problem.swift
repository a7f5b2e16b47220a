/// One thing that is wrong with what a person wrote: where, what was found, what is allowed.
package struct Problem: Hashable, Sendable, CustomStringConvertible {
  package let place: Place
  package let message: String

  package init(place: Place, message: String) {
    self.place = place
    self.message = message
  }

  package var description: String { "\(place): \(message)" }
}

/// Everything that was found wrong while one document was read, in the order it was met.
///
/// A class because all readers of one document report to the same list; it never leaves the reading function.
package final class Problems {
  package private(set) var found: [Problem] = []
  private var known: Set<Problem> = []
  private let allowsGaps: Bool
  /// Whether what earlier versions took is no problem: an archive may hold it, since it was run.
  package var takesOlder: Bool
  /// Hears of every key that is asked for; nil where nobody wants to know.
  let askedKeys: AskedKeys?

  /// With gaps allowed, what is not written is no problem: it is written elsewhere.
  package init(allowingGaps: Bool = false, takingOlder: Bool = false, telling askedKeys: AskedKeys? = nil) {
    allowsGaps = allowingGaps
    takesOlder = takingOlder
    self.askedKeys = askedKeys
  }

  /// Reports what earlier versions took.
  package func reportNewly(_ place: Place, _ message: String) {
    if !takesOlder { report(place, message) }
  }

  /// Reports something that is not written, at the place of what it is missing from.
  package func reportGap(_ place: Place, _ message: String) {
    if !allowsGaps { report(place, message) }
  }

  package func report(_ place: Place, _ message: String) {
    let problem = Problem(place: place, message: message)
    if known.insert(problem).inserted { found.append(problem) }
  }
}
