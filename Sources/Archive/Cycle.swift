/// Things that come again in one order, such as what is measured every epoch: each is made once and found by its turn.
struct Cycle<Element> {
  private var elements: [Element] = []
  private var next = 0

  /// The element that fits, looked for first where it is expected; it is made when none does.
  mutating func element(where fits: (Element) -> Bool, orNew make: () -> Element) -> Element {
    let isExpected = next < elements.count && fits(elements[next])
    let found = isExpected ? next : elements.firstIndex(where: fits)
    if found == nil { elements.append(make()) }
    let place = found ?? elements.count - 1
    next = place + 1 < elements.count ? place + 1 : 0
    return elements[place]
  }
}
