"""What do the explanations of a disclosure say of its forms?"""
