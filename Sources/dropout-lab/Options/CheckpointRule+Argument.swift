import ArgumentParser
import Training

/// `5` or `5epochs`, `30s`, `10min`: how often a trial leaves its state.
extension CheckpointRule: ExpressibleByArgument {
  public init?(argument: String) {
    guard let match = argument.wholeMatch(of: /(\d+(?:\.\d+)?) ?([a-z]*)/), let count = Double(match.1), count > 0
    else { return nil }
    switch match.2 {
    case "", "epoch", "epochs":
      guard let whole = Int(match.1) else { return nil }
      self = .epochs(whole)
    case "s", "seconds": self = .seconds(count)
    case "min", "minutes": self = .seconds(60 * count)
    default: return nil
    }
  }

  /// What reads as this rule; nil for those that nobody asks for.
  var words: String? {
    switch self {
    case .never, .whenStopped: nil
    case .epochs(let count): "\(count)"
    case .seconds(let seconds): "\(seconds)s"
    }
  }

  static let help: ArgumentHelp =
    "Keep the state of running trials every so many epochs (5) or seconds (30s, 10min), and when they are stopped."
}
