#!/usr/bin/env python3
"""Verify all dependencies are installed correctly"""

import subprocess
import sys
import importlib
from typing import Dict, List

REQUIRED_PACKAGES = {
    'fastmcp': '2.12.2',
    'fastapi': '0.104.0',
    'uvicorn': '0.24.0',
    'supabase': '2.5.0',
    'psycopg2': '2.9.9',
    'workos': '1.0.0',
    'pydantic': '2.11.7',
    'jwt': '2.8.0',
}

def check_package(package: str, min_version: str) -> bool:
    """Check if package is installed with minimum version"""
    try:
        module = importlib.import_module(package.replace('-', '_'))
        if hasattr(module, '__version__'):
            installed_version = module.__version__
            return installed_version >= min_version
        return True
    except ImportError:
        return False

def verify_dependencies() -> Tuple[bool, List[str]]:
    """Verify all dependencies"""
    missing = []

    for package, version in REQUIRED_PACKAGES.items():
        if not check_package(package, version):
            missing.append(f"{package}>={version}")

    return len(missing) == 0, missing

if __name__ == "__main__":
    valid, missing = verify_dependencies()

    if not valid:
        print("❌ Missing or outdated packages:")
        for package in missing:
            print(f"   - {package}")
        print("\nRun: uv export --no-dev --format requirements --no-hashes --frozen > requirements-prod.txt")
        sys.exit(1)
    else:
        print("✅ All dependencies are installed correctly")
        sys.exit(0)
