#!/usr/bin/env python3
"""Environment validation script - run before deployment"""

import os
import sys
from typing import List, Dict, Tuple

REQUIRED_VARS = {
    'production': [
        'ATOMS_FASTMCP_TRANSPORT',
        'ATOMS_FASTMCP_HTTP_PATH',
        'WORKOS_API_KEY',
        'WORKOS_CLIENT_ID',
        'SUPABASE_SERVICE_ROLE_KEY',
        'NEXT_PUBLIC_SUPABASE_URL',
    ],
    'optional': [
        'LOG_LEVEL',
        'CACHE_ENABLED',
        'RATE_LIMIT_ENABLED',
    ]
}

def validate_environment() -> Tuple[bool, List[str]]:
    """Validate environment variables"""
    missing = []
    warnings = []

    for var in REQUIRED_VARS['production']:
        if not os.getenv(var):
            missing.append(var)

    for var in REQUIRED_VARS['optional']:
        if not os.getenv(var):
            warnings.append(f"Optional variable {var} not set, using defaults")

    return len(missing) == 0, missing, warnings

if __name__ == "__main__":
    valid, missing, warnings = validate_environment()

    for warning in warnings:
        print(f"⚠️  {warning}")

    if not valid:
        print("❌ Missing required environment variables:")
        for var in missing:
            print(f"   - {var}")
        sys.exit(1)
    else:
        print("✅ All required environment variables are set")
        sys.exit(0)
