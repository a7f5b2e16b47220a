import Testing

@testable import Browser

struct PixelLineTests {
  @Test
  func `points on a straight line are left out, corners and ends stay`() {
    let flat = PixelLine((0...50).map { ($0 * 7, $0 < 20 ? 30 : 90) })
    #expect(flat.points.map(\.x) == [0, 19 * 7, 20 * 7, 350])
    #expect(flat.path == "M0 30h133l7 60h210")
    #expect(PixelLine([(44, 140), (50, 130), (57, 130), (63, 129)]).path == "M44 140l6-10h7l6-1")
    #expect(PixelLine([(5, 5)]).path == "M5 5" && PixelLine([]).path == "")
  }

  @Test(arguments: 1...20)
  func `no point is further than half a pixel from the line`(seed: Int) {
    let all = (0..<400).map { place -> PixelLine.Point in
      let wave = Double((place * seed * 7919) % 97) / 97
      return (44 + place * 328 / 399, 10 + Int(150 / (1 + Double(place) / 30) + wave * Double(seed % 7)))
    }
    let kept = PixelLine(all).points
    #expect(kept.count < all.count && kept.first! == all.first! && kept.last! == all.last!)
    for point in all {
      let near = zip(kept, kept.dropFirst()).contains { from, to in
        guard from.x <= point.x, point.x <= to.x else { return false }
        guard from.x < to.x else { return min(from.y, to.y) <= point.y && point.y <= max(from.y, to.y) }
        let y = Double(from.y) + Double(to.y - from.y) * Double(point.x - from.x) / Double(to.x - from.x)
        return (y - Double(point.y)).magnitude <= 0.5
      }
      #expect(near, "\(point)")
    }
  }
}
