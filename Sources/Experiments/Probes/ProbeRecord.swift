/// What one probe found in one trained network: a result of its own beside a trial's outcome.
package struct ProbeRecord: Hashable, Sendable {
  package let request: ProbeRequest
  /// Layer by layer from the input up, then in the order of the statistics, curves by their places.
  package let values: [ProbeValue]

  package init(request: ProbeRequest, values: [ProbeValue]) {
    self.request = request
    self.values = values
  }

  /// The number of a statistic at a layer, and at a place of its curve where it is one.
  package func value(_ statistic: ProbeStatistic, layer: String = "", at place: Double? = nil) -> Double? {
    values.first { $0.address == ProbeAddress(layer: layer, statistic: statistic, at: place) }?.value
  }
}

/// Which number of a probe record it is.
package struct ProbeAddress: Hashable, Sendable {
  /// The path name of the layer; empty for the whole network.
  package let layer: String
  package let statistic: ProbeStatistic
  /// The place on the axis of a curve, such as the share removed; nil for a single number.
  package let at: Double?

  package init(layer: String = "", statistic: ProbeStatistic, at: Double? = nil) {
    self.layer = layer
    self.statistic = statistic
    self.at = at
  }
}

/// One number of a probe record.
package struct ProbeValue: Hashable, Sendable {
  package let address: ProbeAddress
  package let value: Double

  package init(_ statistic: ProbeStatistic, layer: String = "", at: Double? = nil, _ value: Double) {
    address = ProbeAddress(layer: layer, statistic: statistic, at: at)
    self.value = value
  }
}
