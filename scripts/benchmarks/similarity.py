"""How much two pictures, or a film and its raw frames, look alike (SSIM: 1 where they are equal)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from gradanim.encode import EncoderSettings, find_ffmpeg
from gradanim.encode.graph import RawSource

# What manim 0.22 writes (x264 medium, crf 23).
YARDSTICK = EncoderSettings(preset="medium", qp=None, crf=23, b_frames=3, keyframe_seconds=4)
_NAMES = {"rgba": "rgb0", "rgb24": "rgb24", "yuv420p": "yuv420p"}
_CONVERSION = (
    "scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int,format=yuv420p"
)


def film_similarity(raw: Path, source: RawSource, film: Path) -> tuple[float, float]:
    """SSIM of a film to its raw frames in yuv420p: of the luma, and of all three planes weighted by size."""
    width, height = source.size
    rate = f"{source.fps.numerator}/{source.fps.denominator}"
    reading = ["-f", "rawvideo", "-pix_fmt", _NAMES[source.pixel_format]]
    reading += ["-video_size", f"{width}x{height}", "-framerate", rate, "-i", str(raw), "-i", str(film)]
    same = "null" if source.pixel_format == "yuv420p" else _CONVERSION
    # One clock for both: a film's own ticks would pair some frames with their neighbours.
    comparing = f"[0:v]{same},settb=AVTB,setpts=N[r];[1:v]settb=AVTB,setpts=N[f];[f][r]ssim"
    command = [str(find_ffmpeg().path), "-hide_banner", "-nostdin", *reading]
    command += ["-filter_complex", comparing, "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    luma, everything = re.findall(r"SSIM Y:([0-9.]+).*All:([0-9.]+)", said)[-1]
    return float(luma), float(everything)


def picture_similarity(one: NDArray[Any], other: NDArray[Any]) -> float:
    """SSIM of the luma of two pictures ``(H, W, 3 or 4)`` of 0 to 255.

    Mean over all pixels with a Gaussian window of standard deviation 1.5 and the usual constants (Wang, Bovik, Sheikh,
    Simoncelli: Image quality assessment, IEEE Transactions on Image Processing 13, 2004).
    """
    a, b = luma(one), luma(other)
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2

    def blurred(plane: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(gaussian_filter(plane, 1.5, truncate=3.5))

    mean_a, mean_b = blurred(a), blurred(b)
    var_a, var_b = blurred(a * a) - mean_a**2, blurred(b * b) - mean_b**2
    covariance = blurred(a * b) - mean_a * mean_b
    structure = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    return float((structure / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))).mean())


def luma(picture: NDArray[Any]) -> NDArray[np.float64]:
    """Luma of RGB by BT.709, 0 to 255."""
    return np.asarray(picture[..., :3].astype(np.float64) @ np.array([0.2126, 0.7152, 0.0722]))
