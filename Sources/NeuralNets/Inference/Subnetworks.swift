import Specifications

/// Every subnetwork that Bernoulli masks can make of a small network, with its probability.
package struct Subnetworks: Sendable {
  private struct Site: Sendable {
    let name: String
    /// Where its units begin among all units.
    let first: Int
    let units: Int
    let retention: Double
  }

  private let sites: [Site]
  /// Units under masks.
  package let units: Int

  /// Counts the units of the sites with Bernoulli masks, of which each may have 64 at most.
  package init(of sites: [NoiseSite]) {
    var found: [Site] = []
    var units = 0
    for site in sites {
      guard case .bernoulli(let rate, _) = site.dropout else { continue }
      found.append(Site(name: site.name, first: units, units: site.units, retention: rate.retention))
      units += site.units
    }
    self.sites = found
    self.units = units
  }

  /// The number of subnetworks, 2ⁿ.
  package var count: Int {
    precondition(units < 40, "2^\(units) subnetworks are too many to count")
    return 1 << units
  }

  /// The probability p^|r| (1 − p)^(n − |r|) of subnetwork `index`, whose bit u says that unit u is kept.
  package func weight(_ index: Int) -> Double {
    var weight = 1.0
    for site in sites {
      for unit in 0..<site.units {
        weight *= index >> (site.first + unit) & 1 == 1 ? site.retention : 1 - site.retention
      }
    }
    return weight
  }

  /// The pass of subnetwork `index`.
  package func composition(_ index: Int) -> PassComposition {
    var acts: [String: SiteAct] = [:]
    for site in sites { acts[site.name] = .kept(UInt64(index >> site.first) & (1 << UInt64(site.units) - 1)) }
    return PassComposition(acts: acts)
  }
}
