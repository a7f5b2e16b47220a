extension PictureSheet {
  /// Lays the sheet out: the picture with the names of its rows to the left.
  package func drawing(_ lettering: Lettering) -> Drawing {
    let margin = 14.0
    let fitting = TextFitting(lettering: lettering)
    let names = rows.map { fitting.shortened($0, .label, width: 160) }
    let labels = names.map { lettering.width(of: $0, .label) }.max().map { $0 + 9 } ?? 0
    let left = margin + labels
    let box = Box(
      left: left, top: margin, right: left + Double(picture.width) * magnification,
      bottom: margin + Double(picture.height) * magnification)
    let pitch = box.height / Double(max(1, rows.count))
    let texts: [Mark] = names.enumerated().map { row, name in
      .text(lettering.placed(name, .label, at: Point(left - 9, box.top + (Double(row) + 0.5) * pitch), .end))
    }
    return Drawing(
      width: (box.right + margin).rounded(.up), height: (box.bottom + margin).rounded(.up),
      marks: [.picture(picture, box)] + texts, panels: [box])
  }
}
