#!/usr/bin/env python3
"""Draws the demo's photos and hums its voice note. Nothing in them was photographed or recorded.

    python3 demo/data/media/make.py        # needs Pillow
"""
import math
import random
import struct
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

HERE = Path(__file__).parent
SIZE = (880, 660)


def blend(a, b, t):
    return tuple(round(x + (y - x) * t) for x, y in zip(a, b))


def sky(stops, size=SIZE):
    """A vertical gradient: pairs of height (0 to 1) and colour."""
    width, height = size
    image = Image.new("RGB", size)
    draw = ImageDraw.Draw(image)
    for y in range(height):
        t = y / (height - 1)
        for (t0, c0), (t1, c1) in zip(stops, stops[1:]):
            if t0 <= t <= t1:
                draw.line([(0, y), (width, y)], fill=blend(c0, c1, (t - t0) / (t1 - t0)))
                break
    return image


def ridge(draw, base, rough, colour, seed, size=SIZE):
    rand = random.Random(seed)
    waves = [(rand.uniform(0.5, 4) * k, rand.uniform(0, 6.3), rough / k) for k in (1, 2, 3, 5)]
    line = [(x, base + sum(a * math.sin(f * x / size[0] * 3.1 + p) for f, p, a in waves)) for x in range(0, size[0] + 8, 8)]
    draw.polygon(line + [(size[0], size[1]), (0, size[1])], fill=colour)


def glow(image, at, radius, colour, strength):
    light = Image.new("L", image.size, 0)
    ImageDraw.Draw(light).ellipse([at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius], fill=strength)
    light = light.filter(ImageFilter.GaussianBlur(radius / 2))
    image.paste(Image.new("RGB", image.size, colour), (0, 0), light)


def keep(image, name, blur=0.8):
    image = image.filter(ImageFilter.GaussianBlur(blur))
    image.save(HERE / name, "JPEG", quality=58, optimize=True, progressive=True)


def lake():
    half = (SIZE[0], 350)
    image = sky([(0, (112, 132, 158)), (0.55, (214, 178, 158)), (1, (243, 212, 170))], half)
    draw = ImageDraw.Draw(image)
    glow(image, (610, 330), 90, (255, 233, 190), 190)
    ridge(draw, 262, 26, (120, 122, 142), 4, half)
    ridge(draw, 306, 16, (82, 90, 108), 9, half)
    ridge(draw, 338, 7, (49, 58, 66), 2, half)
    whole = Image.new("RGB", SIZE)
    whole.paste(image, (0, 0))
    water = image.transpose(Image.FLIP_TOP_BOTTOM).resize((SIZE[0], SIZE[1] - 350)).filter(ImageFilter.GaussianBlur(5))
    water = Image.blend(water, Image.new("RGB", water.size, (66, 80, 98)), 0.34)
    whole.paste(water, (0, 350))
    draw = ImageDraw.Draw(whole)
    rand = random.Random(3)
    for _ in range(90):
        y = 358 + (SIZE[1] - 360) * rand.random() ** 1.4
        x, long = rand.randrange(SIZE[0]), rand.uniform(20, 120)
        shade = whole.getpixel((min(int(x), SIZE[0] - 1), min(int(y), SIZE[1] - 1)))
        draw.line([(x, y), (x + long, y)], fill=blend(shade, (255, 240, 220), rand.uniform(0.05, 0.2)), width=2)
    for x, tall in [(60, 150), (78, 190), (96, 130), (120, 170), (812, 120), (836, 160)]:
        draw.line([(x, SIZE[1]), (x + tall * 0.08, SIZE[1] - tall)], fill=(38, 44, 46), width=4)
    keep(whole, "lake.jpg")


def cup():
    image = sky([(0, (236, 229, 214)), (0.58, (222, 208, 184)), (0.585, (150, 112, 80)), (1, (118, 84, 58))])
    glow(image, (180, 120), 240, (255, 248, 226), 150)
    shadow = Image.new("L", SIZE, 0)
    ImageDraw.Draw(shadow).ellipse([330, 500, 720, 590], fill=130)
    image.paste((70, 46, 30), (0, 0), shadow.filter(ImageFilter.GaussianBlur(18)))
    draw = ImageDraw.Draw(image)
    draw.ellipse([280, 480, 640, 570], fill=(226, 222, 214))
    draw.ellipse([300, 484, 620, 556], fill=(206, 200, 190))
    draw.arc([506, 332, 682, 462], -100, 118, fill=(88, 124, 128), width=25)
    draw.polygon([(318, 300), (602, 300), (566, 505), (354, 505)], fill=(96, 134, 138))
    draw.pieslice([354, 470, 566, 540], 0, 180, fill=(96, 134, 138))
    draw.polygon([(318, 300), (400, 300), (408, 505), (354, 505)], fill=(112, 150, 152))
    draw.ellipse([318, 262, 602, 338], fill=(120, 156, 158))
    draw.ellipse([334, 272, 586, 330], fill=(116, 62, 30))
    draw.ellipse([360, 280, 500, 312], fill=(142, 84, 46))
    steam = Image.new("L", SIZE, 0)
    pen = ImageDraw.Draw(steam)
    for start in (410, 460, 512):
        path = [(start + 22 * math.sin(k / 5 + start), 268 - k * 5) for k in range(38)]
        pen.line(path, fill=120, width=15)
    image.paste((255, 255, 255), (0, 0), steam.filter(ImageFilter.GaussianBlur(14)))
    keep(image, "cup.jpg", 1.2)


def window():
    image = sky([(0, (34, 40, 62)), (0.7, (64, 62, 86)), (1, (92, 76, 84))])
    draw = ImageDraw.Draw(image)
    rand = random.Random(8)
    x = 0
    while x < SIZE[0]:
        wide, tall = rand.randrange(60, 130), rand.randrange(150, 330)
        draw.rectangle([x, SIZE[1] - tall, x + wide, SIZE[1]], fill=(26, 28, 40))
        for row in range(SIZE[1] - tall + 22, SIZE[1] - 20, 38):
            for column in range(x + 12, x + wide - 18, 28):
                if rand.random() < 0.2:
                    draw.rectangle([column, row, column + 13, row + 19], fill=rand.choice([(236, 192, 116), (214, 170, 104), (180, 196, 206)]))
        x += wide + rand.randrange(0, 14)
    draw.ellipse([640, 70, 706, 136], fill=(238, 232, 212))
    image = image.filter(ImageFilter.GaussianBlur(2.2))
    glow(image, (150, 470), 210, (255, 196, 112), 150)
    draw = ImageDraw.Draw(image)
    for edge in ([0, 0, 30, SIZE[1]], [SIZE[0] - 30, 0, SIZE[0], SIZE[1]], [432, 0, 450, SIZE[1]], [0, 0, SIZE[0], 26], [0, 330, SIZE[0], 344]):
        draw.rectangle(edge, fill=(58, 46, 42))
    draw.rectangle([0, 592, SIZE[0], SIZE[1]], fill=(84, 62, 50))
    draw.polygon([(84, 420), (216, 420), (250, 520), (50, 520)], fill=(250, 214, 150))
    draw.rectangle([144, 520, 156, 592], fill=(40, 32, 30))
    draw.ellipse([106, 580, 194, 604], fill=(40, 32, 30))
    keep(image, "window.jpg", 1.0)


def garden():
    image = sky([(0, (196, 214, 222)), (0.3, (222, 226, 206)), (0.32, (122, 138, 92)), (1, (58, 74, 44))])
    draw = ImageDraw.Draw(image)
    ridge(draw, 214, 12, (134, 152, 120), 5)
    ridge(draw, 262, 8, (104, 128, 84), 6)
    rand = random.Random(12)
    for n in range(620):
        depth = n / 620
        y = 276 + depth ** 1.3 * 400
        x, size = rand.uniform(-20, SIZE[0]), 5 + depth * 30
        green = blend((118, 146, 84), (48, 82, 42), rand.random() * 0.7 + depth * 0.3)
        lean = rand.uniform(-0.5, 0.5) * size
        draw.polygon([(x - size * 0.22, y), (x + size * 0.22, y), (x + lean, y - size * 1.9)], fill=green)
        if rand.random() < 0.16:
            bloom = rand.choice([(232, 190, 72), (214, 116, 96), (236, 232, 220), (158, 122, 176)])
            r = size * 0.34
            draw.ellipse([x + lean - r, y - size * 1.9 - r, x + lean + r, y - size * 1.9 + r], fill=bloom)
    glow(image, (700, 90), 150, (255, 250, 224), 120)
    keep(image, "garden.jpg", 1.1)


def hum():
    """A voice's fundamental and overtones, gliding over a few notes: 8 bits, 8 kHz."""
    rate, level = 8000, []
    notes = [(196.0, 0.9), (220.0, 0.5), (246.9, 0.9), (220.0, 0.5), (196.0, 0.7), (164.8, 0.8), (196.0, 1.5)]
    phase, pitch, rand = 0.0, notes[0][0], random.Random(1)
    for note, seconds in notes:
        count = int(seconds * rate)
        for n in range(count):
            pitch += (note - pitch) * 0.0012
            phase += 2 * math.pi * (pitch * (1 + 0.006 * math.sin(len(level) / rate * 33))) / rate
            voice = sum(a * math.sin(k * phase) for k, a in ((1, 1.0), (2, 0.42), (3, 0.2), (4, 0.1), (5, 0.05)))
            swell = min(1, n / (0.06 * rate), (count - n) / (0.09 * rate))
            level.append(voice * (0.55 + 0.45 * swell) + rand.uniform(-0.012, 0.012))
    total = len(level)
    fade = [min(1, n / 1200, (total - n) / 3200) for n in range(total)]
    peak = max(abs(v * f) for v, f in zip(level, fade))
    data = bytes(round(128 + 112 * v * f / peak) for v, f in zip(level, fade))
    head = b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, rate, rate, 1, 8)
    (HERE / "hum.wav").write_bytes(head + b"data" + struct.pack("<I", len(data)) + data)


if __name__ == "__main__":
    for make in (lake, cup, window, garden, hum):
        make()
